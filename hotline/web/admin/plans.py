"""The numbering plans of the program, read once."""

from functools import cache

from hotline.domain.soundness import Plans
from hotline.resources import resource_dir
from hotline.services.files import load


@cache
def plans() -> Plans:
    """Every plan in data/numbering, by region."""
    return {plan.region: plan for plan in load(resource_dir("data")).plans}
