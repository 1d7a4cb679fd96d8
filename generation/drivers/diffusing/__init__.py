"""The parts of the diffusion driver: what each family is, how it is opened, asked, run, judged and brought to the film's form."""
