"""Decides what the sample company sells and to whom. Knows no people and no dates."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

KINDS = ("new", "upsell", "renewal")


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """Something for sale: the list price of one in cents, how many go in one deal, how often it
    is sold, and how its deals divide over `KINDS`."""

    name: str
    cents: int
    most: int
    weight: int
    kinds: tuple[int, int, int]


PRODUCTS = (
    Product(name="Cargo One", cents=2_890_00, most=9, weight=24, kinds=(75, 25, 0)),
    Product(name="Cargo Twin", cents=4_240_00, most=6, weight=16, kinds=(75, 25, 0)),
    Product(name="City Fleet 10", cents=18_500_00, most=2, weight=5, kinds=(85, 15, 0)),
    Product(name="Battery Lease", cents=640_00, most=24, weight=12, kinds=(30, 20, 50)),
    Product(name="Service Plan", cents=1_150_00, most=12, weight=18, kinds=(15, 15, 70)),
    Product(name="Fleet Manager", cents=5_400_00, most=2, weight=8, kinds=(30, 20, 50)),
    Product(name="Winter Pack", cents=310_00, most=40, weight=9, kinds=(20, 80, 0)),
    Product(name="Route Planner", cents=2_250_00, most=3, weight=8, kinds=(45, 30, 25)),
)

_FIRST = (
    "Blauwe Reiger", "Copper Lantern", "Drie Linden", "Étoile Verte", "Fjordlys", "Green Harbour",
    "Hazelmeer", "Iron Willow", "Jasmijnhof", "Kleine Beer", "Lumière", "Maple Corner",
    "Nieuwe Zon", "Oude Toren", "Paper Crane", "Quiet River", "Rode Vos", "Silver Birch",
    "Tres Olas", "Zonnebloem",
)  # fmt: skip
_SECOND = (
    "Couriers", "Bakery", "Florists", "Logistics", "Grocers", "Clinics", "Rentals", "Books",
    "Tools & Parts", "Catering", "Laundry",
)  # fmt: skip

CUSTOMERS = tuple(f"{first} {second}" for first, second in product(_FIRST, _SECOND))
