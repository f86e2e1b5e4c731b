"""The open route: any planning problem in English becomes a problem spec, checked against the words before it is believed."""
