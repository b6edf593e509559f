"""What an operator keeps in a safe place, and how it comes back.

contents.py   what belongs in a backup, by which names, and how large it may be
making.py     one archive of the stores, the releases, the draft and app.yaml
checking.py   an archive is laid out beside what it would replace, and proved
swapping.py   takes its place, all of it or nothing, whatever moment the process is killed at
"""
