"""Team: who works here (staff), how they get in and what they may do (access), and what they did (audit)."""
