"""A sample company to try Koploper with: invented people, customers and deals, the same for the
same seed and day. Nothing outside the demo may know it."""
