// Loaded by every page: toasts that leave, forms that post once, the confirm sheet, copying and sharing.
import "./toasts.js";
import "./forms.js";
import "./share.js";
