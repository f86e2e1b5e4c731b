"""Names of cuisines that people ask for, whether or not the data serve them, so that "nobody serves it" can be said."""

from __future__ import annotations

NAMES = (
    "Afghan", "African", "American", "Argentinian", "Asian", "Australian", "Austrian", "BBQ", "Belgian", "Brazilian",
    "British", "Burmese", "Cajun", "Cambodian", "Caribbean", "Chinese", "Colombian", "Creole", "Cuban", "Czech", "Danish",
    "Dutch", "Egyptian", "English", "Ethiopian", "Filipino", "Finnish", "French", "Georgian", "German", "Greek",
    "Hawaiian", "Hungarian", "Indian", "Indonesian", "Irish", "Israeli", "Italian", "Jamaican", "Japanese", "Jewish", "Kenyan",
    "Korean", "Lebanese", "Malaysian", "Mediterranean", "Mexican", "Middle Eastern", "Moroccan", "Nepalese", "Nigerian",
    "Norwegian", "Pakistani", "Persian", "Peruvian", "Pizza", "Polish", "Portuguese", "Romanian", "Russian", "Scandinavian",
    "Scottish", "Seafood", "Singaporean", "Soul Food", "Spanish", "Sushi", "Swedish", "Swiss", "Szechuan", "Taiwanese", "Tex-Mex",
    "Thai", "Tibetan", "Tunisian", "Turkish", "Ukrainian", "Venezuelan", "Vietnamese",
)  # fmt: skip

SPELLINGS = {
    "barbecue": "BBQ", "barbeque": "BBQ", "bar-b-q": "BBQ", "sea food": "Seafood", "cafes": "Cafe", "café": "Cafe",
    "cafés": "Cafe", "bakeries": "Bakery", "baked goods": "Bakery", "dessert": "Desserts", "argentine": "Argentinian",
    "argentinean": "Argentinian", "tex mex": "Tex-Mex", "sichuan": "Szechuan", "iranian": "Persian",
    "middle-eastern": "Middle Eastern", "pizzas": "Pizza", "pizzeria": "Pizza", "pizzerias": "Pizza",
    "filipina": "Filipino", "nepali": "Nepalese",
}  # fmt: skip
"""Other spellings, lower case."""
