"""Forms of other tools in and out: XLSForm, as ODK, KoboToolbox and many others write it."""

from tasks_catalog.xlsform.exporting import write_xlsform
from tasks_catalog.xlsform.importing import ReadForm, in_languages, read_xlsform
from tasks_catalog.xlsform.problems import FormRefused, Remark

__all__ = ["FormRefused", "ReadForm", "Remark", "in_languages", "read_xlsform", "write_xlsform"]
