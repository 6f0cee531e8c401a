"""Which channel's copy got out: likelihood, posterior over sets of leakers, verdicts. Pure; numpy."""
