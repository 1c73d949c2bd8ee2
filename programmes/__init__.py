"""What the city does for children: registers, trainings, actions, and the task force."""
