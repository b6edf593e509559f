"""What was published: snapshots of the knowledge and the flows, which of them is live, and who did what.

    trees.py      the YAML files of a draft or a release, their fingerprint, and what differs between two
    journal.py    one line for each thing done, added and never changed
    folder.py     the folder that holds it all: snapshots, proposals, and the name of the one that is live

Plain files throughout: an authority that uses git can keep the folder in git.
"""
