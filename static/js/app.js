// Loaded by every page: toasts that leave, forms that post once, the confirm sheet, copying and sharing, the phone's own memory.
import "./toasts.js";
import "./forms.js";
import "./share.js";
import "./phone.js";
import "./chips.js";
