"""A run that is one of several shares of a whole."""

import sys


class Share:
    """This run's part of all users: a whole number of them, the first shares take the rest."""

    def __init__(self, text):
        self._text = text
        self._index, self._of = map(int, text.split("/"))

    def part(self, total):
        return total // self._of + (self._index <= total % self._of)

    def divide(self, environment):
        if self._of == 1:
            return
        for user_class in list(environment.user_classes):
            if user_class.fixed_count:
                user_class.fixed_count = self.part(user_class.fixed_count)
                if not user_class.fixed_count:
                    environment.user_classes.remove(user_class)
        if environment.shape_class:
            self._divide_shape(environment.shape_class)
            return
        options = environment.parsed_options
        total = options.num_users or 1
        options.num_users = self.part(total)
        options.spawn_rate = (options.spawn_rate or 1) / self._of
        if not options.num_users or not environment.user_classes:
            sys.exit(f"Share {self._text} of {total} users has no user; use fewer shares")

    def _divide_shape(self, shape):
        whole = shape.tick

        def tick():
            state = whole()
            if state is None:
                return None
            users, rate, *classes = state
            return (self.part(round(users)), rate / self._of, *classes)

        shape.tick = tick
