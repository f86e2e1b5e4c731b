"""JSON and YAML from outside, read strictly; the reader itself is `encoders.structured`, which files of problems share."""

from encoders.structured import parse_json, parse_yaml

__all__ = ["parse_json", "parse_yaml"]
