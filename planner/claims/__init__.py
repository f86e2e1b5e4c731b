"""What an Answer claims, written so that others can check it: SMT-LIB scripts, one for each claim, and what each one says."""

from planner.claims.answering import respond_with_claims
from planner.claims.claimed import Claim, claims_of
from planner.claims.folder import prepare, write_claims

__all__ = ["Claim", "claims_of", "prepare", "respond_with_claims", "write_claims"]
