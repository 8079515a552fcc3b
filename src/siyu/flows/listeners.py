"""The house's one list of who listens to which fact; the `when_*` files fill it."""

from siyu.kernel.relay import Listeners

LISTENERS = Listeners()
when = LISTENERS.when
