"""
Ledger: who holds how much of what; every movement has two sides, is written once, and never changes again.

Words     a unit is what is counted (fen, points); an account holds one unit for a person or for the house; a transfer
          moves an amount from one account to another; a hold reserves; a lot is an amount received on terms (when it
          may be spent, until when); a block seals transfers so that nobody can change the past unseen.
Reads     nothing.
Tells     nothing: rooms that stand on it tell their own facts.
Way in    service.py.
"""
