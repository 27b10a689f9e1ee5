"""What the endpoints need, made once by the app factory and handed to each blueprint."""

from __future__ import annotations

from dataclasses import dataclass

from secondreading.api.auth import Tokens
from secondreading.api.enrolment_watch import EnrolmentWatch
from secondreading.api.figures import Figures
from secondreading.api.gate import Gate
from secondreading.api.policy_holder import PolicyHolder
from secondreading.config import Config
from secondreading.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Services:
    """One set for each process."""

    config: Config
    gate: Gate
    holder: PolicyHolder
    tokens: Tokens
    watch: EnrolmentWatch
    desk: Desk
    figures: Figures
