"""New lessons, answer pages and exercises: working skeletons, made from the files in ``template/``.

The templates are about adding numbers, and whole: what is made from them keeps to every rule, is
compiled and passes its own tests before a word of it was changed.
"""
