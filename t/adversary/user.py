"""Part user: a local user without a name attacks all that root runs.  Each attack is a
small function; none may succeed."""

import collections
import concurrent.futures
import os
import traceback

import user_messages  # noqa: F401 (their attacks register themselves)
import user_obeyed  # noqa: F401
import user_opened  # noqa: F401
import user_processes  # noqa: F401
import user_written  # noqa: F401
from field import Field, Skipped, attacks


class User:
    def __init__(self, stage, options):
        self.stage, self.options = stage, options
        os.makedirs(f"{stage.root}/user")

    def one(self, attack):
        """(class, name, what, verdict, why)."""
        kind, name, what, function = attack
        field = Field(self.stage, name)
        try:
            why = function(field)
            why = why or field.hung()
            verdict = "SUCCEEDED" if why else "held"
        except Skipped as skipped:
            verdict, why = "skipped", str(skipped)
        except Exception as error:
            verdict, why = "ERROR", f"{type(error).__name__}: {error}"
            if self.options.verbose:
                traceback.print_exc()
        said = field.said()
        field.sweep()
        if self.options.verbose and verdict != "held":
            print(f"--- {name}: {why}\n{said}", flush=True)
        return kind, name, what, verdict, why

    def run(self):
        chosen = [a for a in attacks if not self.options.attack or a[1] in self.options.attack]
        with concurrent.futures.ThreadPoolExecutor(self.options.attackers) as pool:
            results = list(pool.map(self.one, chosen))
        for kind, name, what, verdict, why in sorted(results):
            print(f"{verdict:9} {kind:9} {name:34} {what}{': ' + why if why else ''}")
        count = collections.Counter(result[3] for result in results)
        print(f"user: {len(results)} attacks, {count['SUCCEEDED']} succeeded, "
              f"{count['ERROR']} could not be judged, {count['skipped']} skipped", flush=True)
        return not count["SUCCEEDED"] and not count["ERROR"]
