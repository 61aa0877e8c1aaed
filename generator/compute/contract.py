"""What a frame promises, and the marks that all frames share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

NOWHERE = -1  # the row number of what is not there
NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Contract:
    """What a frame promises: its columns in order with their dtypes, and the columns that identify a row."""

    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]

    def frame(self, **columns: object) -> pd.DataFrame:
        """A frame of these columns that keeps the contract; TypeError or ValueError where it cannot."""
        if list(columns) != list(self.columns):
            raise TypeError(f"{self.name}: columns {list(columns)}, expected {list(self.columns)}")
        made = {name: self._column(values, self.columns[name]) for name, values in columns.items()}
        return self._unique(pd.DataFrame(made, copy=False))

    def checked(self, frame: pd.DataFrame) -> pd.DataFrame:
        """*frame* itself; TypeError for other columns or dtypes, ValueError for a gap or a repeated key."""
        found = {str(name): str(dtype) for name, dtype in frame.dtypes.items()}
        if list(found.items()) != list(self.columns.items()):
            raise TypeError(f"{self.name}: {found}, expected {dict(self.columns)}")
        if any(frame[name].hasnans for name, dtype in found.items() if dtype == "str"):
            raise ValueError(f"{self.name}: a value is missing")
        return self._unique(frame)

    def _column(self, values: Any, dtype: str) -> Any:
        """*values* as that dtype; whole numbers and truths alone, which pandas would look at for longer."""
        if dtype == "str":
            texts = pd.array(values, dtype="str")
            if texts.isna().any():
                raise ValueError(f"{self.name}: a value is missing")
            return texts
        found = np.asarray(values)
        if len(found) and found.dtype.kind != np.dtype(dtype).kind:
            raise TypeError(f"{self.name}: {found.dtype} where {dtype} is expected")
        return found.astype(dtype)

    def _unique(self, frame: pd.DataFrame) -> pd.DataFrame:
        if self.key and len(frame) > 1 and frame.duplicated(list(self.key)).any():
            raise ValueError(f"{self.name}: {self.key} is not unique")
        return frame
