"""Every piece of the look in all its states, for whoever draws or changes one."""
