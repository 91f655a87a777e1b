"""How services are asked: each in its turn, within its budget, and what they said is kept."""
