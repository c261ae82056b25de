"""The things Koploper is measured against, each as good as its own makers would use it."""
