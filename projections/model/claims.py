"""What bodies say of one recommendation, as a page has it: answers, those that are due, and progress.

It is told beside where the recommendation stands, as the bodies' own word: it moves no status.
"""

from __future__ import annotations

from typing import Any

from projections.model.answering import owed
from projections.model.recommendation import Recommendation
from projections.model.story import Story

Claims = dict[str, list[dict[str, Any]]]  # Any: JSON


def claims(recommendation: Recommendation, story: Story, day: str | None, today: str) -> Claims:
    """``responses`` and ``progress`` are the last of each body, ``answers_due`` whose answer is due by when.

    Words that are not in the story, because they are restricted, are absent: ``text`` is empty then.
    """
    return {
        "responses": [
            {
                "body": recommendation.name_on(one.name, day),
                "answer": one.answer,
                "on": one.on,
                "response": one.ref,
                "due": one.due,
                "text": story.responses[one.ref]["text"],
                "action": story.responses[one.ref]["action"],
            }
            for one in recommendation.answers(day)
        ],
        "answers_due": [
            {"body": one.body, "due": one.due, "given": one.given, "given_on": one.given_on, "late": one.late}
            for one in owed(recommendation, day, today)
        ],
        "progress": [
            {
                "body": recommendation.name_on(one.name, day),
                "percent": one.percent,
                "on": one.on,
                "progress": one.ref,
                "restricted": story.progress[one.ref]["restricted"],
                "text": story.progress[one.ref]["text"],
            }
            for one in recommendation.reports(day)
        ],
    }
