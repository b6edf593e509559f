"""What was published: snapshots of the knowledge and the flows, which of them is live, and who did what.

    trees.py      the YAML files of a draft or a release, their fingerprint, and what differs between two
    journal.py    one line for each thing done, added and never changed
    proposal.py   a copy of the draft that waits for a second person
    folder.py     the folder that holds it all: snapshots, proposals, and the name of the one that is live
    sharing.py    what several machines share, and who of them writes
    archive.py    a tree as one archive, and out of it again without believing it
    mirror.py     makes a folder what the shared database says

Plain files throughout: an authority that uses git can keep the folder in git.
"""
