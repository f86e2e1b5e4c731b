"""Random problems told in plain English, as rows of a batch; and whether reading them back gives the same problem."""
