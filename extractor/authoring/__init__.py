"""Writing packs: a draft from sample reports, what each rule reads in a file and why not, and a pack as a page."""
