"""How much memory a worker's child may take."""

from kla import memory


def test_what_is_set_counts_and_else_a_part_of_the_machine(settings):
    settings.WORKER_CHILD_MOST_MEGABYTES = 40
    assert memory.most_megabytes() == 40
    settings.WORKER_CHILD_MOST_MEGABYTES = 0
    assert memory.most_megabytes() >= 1024
