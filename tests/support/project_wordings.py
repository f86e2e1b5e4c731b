"""Projects in ordinary English with the requests they mean: FIRST was written before the reader's tables, SECOND "
"after them."""

from __future__ import annotations

import re

from domains.project.request import ProjectRequest

_STEP = re.compile(r"(.+?)(?: (\w+-\w+))? -> (.+?)(?: \+(\d+))?(?: <(\d+))?")


def project(work, *order, **rest):
    """A request in short: work={"dig": "3, 2 worker, $50 / 2, 4 worker"}, order: "dig -> pour +2 <5"."""
    activities = []
    for name, told in work.items():
        modes = []
        for way in told.split(" / "):
            duration, *needs = way.split(", ")
            mode = {"duration": int(duration), "needs": {}, "uses": {}}
            for need in needs:
                if need.startswith("$"):
                    mode["cost"] = need[1:]
                elif need.startswith("*"):
                    units, _, of = need[1:].partition(" ")
                    mode["uses"][of] = int(units)
                else:
                    units, _, of = need.partition(" ")
                    mode["needs"][of] = int(units)
            modes.append(mode)
        activities.append({"name": name, **modes[0], "alternatives": modes[1:]})
    orders = []
    for told in order:
        before, ends, after, lag, within = _STEP.fullmatch(told).groups()
        orders.append({"before": before, "after": after, "lag": int(lag or 0), "ends": ends or "end-start"})
        if within:
            orders[-1]["within"] = int(within)
    return ProjectRequest.model_validate({"activities": activities, "order": orders, **rest})


FIRST = [
    (
        "The project has five tasks. Digging takes 3 days and needs 2 workers. Pouring takes 2 days, needs 1 worker and the "
        "crane, and comes after digging. Framing takes 4 days with 3 workers and comes after pouring. Wiring takes 2 "
        "days and "
        "one worker, after framing. Painting takes 1 day and needs 1 worker. Painting can start 2 days after wiring at the "
        "earliest. There are 3 workers and one crane. Everything has to be finished by day 14. Finish as early as possible.",
        project(
            {
                "digging": "3, 2 worker",
                "pouring": "2, 1 worker, 1 crane",
                "framing": "4, 3 worker",
                "wiring": "2, 1 worker",
                "Painting": "1, 1 worker",
            },
            "digging -> pouring",
            "pouring -> framing",
            "framing -> wiring",
            "wiring -> Painting +2",
            resources={"worker": 3, "crane": 1},
            deadline=14,
            unit="days",
        ),
    ),
    (
        "We are building a shed. The foundation takes 4 days and 2 people. The walls take 3 days and 3 people. The "
        "roof takes 2 "
        "days and 2 people. The walls can only start once the foundation is finished. The roof needs the walls to be "
        "finished. "
        "We have 3 people.",
        project(
            {"foundation": "4, 2 person", "walls": "3, 3 person", "roof": "2, 2 person"},
            "foundation -> walls",
            "walls -> roof",
            resources={"person": 3},
            unit="days",
        ),
    ),
    (
        "Task A lasts 3 days. Task B lasts 5 days and follows A. Task C lasts 2 days and depends on A and B. "
        "Minimise the total "
        "duration.",
        project({"A": "3", "B": "5", "C": "2"}, "A -> B", "A -> C", "B -> C", unit="days"),
    ),
    (
        "Activities: survey (2 weeks, 1 engineer), design (4 weeks, 2 engineers), permits (3 weeks). Design starts "
        "after survey. "
        "Permits come after design. There are 2 engineers. The deadline is week 12.",
        project(
            {"survey": "2, 1 engineer", "design": "4, 2 engineer", "permits": "3"},
            "survey -> design",
            "design -> permits",
            resources={"engineer": 2},
            deadline=12,
            unit="weeks",
        ),
    ),
    (
        "Plan this project for us: excavation (5 days, 1 excavator), drainage (2 days, 2 workers), backfill (1 day, "
        "1 excavator "
        "and 1 worker). Drainage must be done after excavation and before backfill. The excavator is not available "
        "from day 6 "
        "to day 7. We have one excavator and two workers.",
        project(
            {"excavation": "5, 1 excavator", "drainage": "2, 2 worker", "backfill": "1, 1 excavator, 1 worker"},
            "excavation -> drainage",
            "drainage -> backfill",
            resources={"excavator": 1, "worker": 2},
            less=[{"resource": "excavator", "start": 5, "end": 7}],
            unit="days",
        ),
    ),
    (
        "Demolition takes 2 days with 4 workers or 4 days with 2 workers. Plastering takes 3 days with 2 workers. "
        "Plastering "
        "comes after demolition. There are 4 workers. Demolition has to be done by day 5.",
        project(
            {"demolition": "2, 4 worker / 4, 2 worker", "Plastering": "3, 2 worker"},
            "demolition -> Plastering",
            resources={"worker": 4},
            due={"demolition": 5},
            unit="days",
        ),
    ),
    (
        "Coding takes 10 days and requires two developers. Testing takes 4 days and requires one tester. "
        "Documentation takes 3 "
        "days and requires one developer. Testing cannot start before coding is finished. Documentation can start 5 "
        "days after "
        "coding starts. Three developers and one tester are available. Documentation is due on day 12.",
        project(
            {"coding": "10, 2 developer", "Testing": "4, 1 tester", "Documentation": "3, 1 developer"},
            "coding -> Testing",
            "coding start-start -> Documentation +5",
            resources={"developer": 3, "tester": 1},
            due={"Documentation": 12},
            unit="days",
        ),
    ),
    (
        "Schedule the renovation: strip the walls 2 days, 1 worker; lay the floor 3 days, 2 workers; paint 2 days, 1 "
        "worker. "
        "Strip the walls before paint. Lay the floor after paint. Nobody works on days 6 and 7. We have 2 workers.",
        project(
            {"strip the walls": "2, 1 worker", "lay the floor": "3, 2 worker", "paint": "2, 1 worker"},
            "strip the walls -> paint",
            "paint -> lay the floor",
            resources={"worker": 2},
            breaks=[{"start": 5, "end": 7}],
            unit="days",
        ),
    ),
    (
        "The crew consists of 5 workers. Trenching needs 3 workers for 4 days. Piping needs 2 workers for 3 days. "
        "Trenching and "
        "piping cannot be done at the same time. Inspection takes 1 day and has to follow piping within 1 day.",
        project(
            {"Trenching": "4, 3 worker", "piping": "3, 2 worker", "Inspection": "1"},
            "piping -> Inspection <1",
            resources={"worker": 5},
            apart=[{"activities": ["Trenching", "piping"]}],
            unit="days",
        ),
    ),
    (
        "It takes 3 hours to set up the stage, 1 hour to check the sound and 2 hours to hang the lights. Checking "
        "the sound comes "
        "last. Everything must be ready within 5 hours.",
        project(
            {"set up the stage": "3", "check the sound": "1", "hang the lights": "2"},
            "set up the stage -> check the sound",
            "hang the lights -> check the sound",
            deadline=5,
            unit="hours",
        ),
    ),
    (
        "Excavation costs $500 and takes 3 days. Concreting takes 2 days and costs $800. Concreting starts at least "
        "one day after "
        "excavation. The budget is $1,500. Keep the cost low.",
        project(
            {"excavation": "3, $500", "Concreting": "2, $800"},
            "excavation -> Concreting +1",
            budget=1500,
            objectives=["cost", "makespan"],
            unit="days",
        ),
    ),
    (
        "Assembly takes 6 days and is due by day 8, testing takes 2 days and is due by day 9. Assembly has weight 3. "
        "Both need the "
        "technician. There is one technician. Be late as little as possible.",
        project(
            {"Assembly": "6, 1 technician", "testing": "2, 1 technician"},
            due={"Assembly": 8, "testing": 9},
            weight={"Assembly": 3},
            resources={"technician": 1},
            objectives=["tardiness", "makespan"],
            unit="days",
        ),
    ),
    (
        "Site preparation takes 1 week. Steelwork takes 3 weeks and needs 2 welders and 1 crane; it must follow site "
        "preparation. "
        "Cladding takes 2 weeks and needs 1 crane; it can begin when steelwork is complete. There are 2 welders and "
        "1 crane. In "
        "week 3 there is no crane.",
        project(
            {"site preparation": "1", "steelwork": "3, 2 welder, 1 crane", "Cladding": "2, 1 crane"},
            "site preparation -> steelwork",
            "steelwork -> Cladding",
            resources={"welder": 2, "crane": 1},
            less=[{"resource": "crane", "start": 2, "end": 3}],
            unit="weeks",
        ),
    ),
    (
        "First comes planting, then mulching, then watering. Planting takes 4 hours, mulching takes 2 hours and "
        "watering takes 1 "
        "hour. Planting cannot start before hour 2. The whole project should be done within 10 hours.",
        project(
            {"planting": "4", "mulching": "2", "watering": "1"},
            "planting -> mulching",
            "mulching -> watering",
            release={"planting": 2},
            deadline=10,
            unit="hours",
        ),
    ),
    (
        "Masonry uses 20 bags of cement and takes 5 days; screed uses 15 bags of cement and takes 2 days. Screed "
        "follows masonry. "
        "We have 40 bags of cement in total.",
        project(
            {"masonry": "5, *20 bag of cement", "screed": "2, *15 bag of cement"},
            "masonry -> screed",
            supplies={"bag of cement": 40},
            unit="days",
        ),
    ),
]


SECOND = [
    (
        "Hi! We need a plan for our kitchen renovation. Removing the old cabinets: 1 day, 2 workers. Plumbing: 2 "
        "days, 1 plumber. "
        "Electrics: 2 days, 1 electrician. Tiling: 3 days, 1 worker. Plumbing and electrics come after removing the "
        "old cabinets. "
        "Tiling comes after plumbing and electrics. There are 2 workers, 1 plumber and 1 electrician. Thanks!",
        project(
            {
                "removing the old cabinets": "1, 2 worker",
                "plumbing": "2, 1 plumber",
                "electrics": "2, 1 electrician",
                "Tiling": "3, 1 worker",
            },
            "removing the old cabinets -> plumbing",
            "removing the old cabinets -> electrics",
            "plumbing -> Tiling",
            "electrics -> Tiling",
            resources={"worker": 2, "plumber": 1, "electrician": 1},
            unit="days",
        ),
    ),
    (
        "Painting the fence needs one person for 3 hours. Mowing the lawn needs one person for 2 hours. We are two "
        "people. When "
        "can everything be done at the earliest?",
        project(
            {"Painting the fence": "3, 1 person", "Mowing the lawn": "2, 1 person"},
            resources={"person": 2},
            unit="hours",
        ),
    ),
    (
        "To build the wall takes 6 days and 3 masons. To render the wall takes 2 days and 1 mason, at least 3 days "
        "after building "
        "the wall. There are 3 masons. Finish everything by the end of day 12.",
        project(
            {"build the wall": "6, 3 mason", "render the wall": "2, 1 mason"},
            "build the wall -> render the wall +3",
            resources={"mason": 3},
            deadline=12,
            unit="days",
        ),
    ),
    (
        "Our project consists of four activities: A (2 days), B (4 days), C (3 days) and D (1 day). A precedes B and "
        "C. D comes "
        "after B and C. B and C both use the lathe. There is one lathe.",
        project(
            {"A": "2", "B": "4, 1 lathe", "C": "3, 1 lathe", "D": "1"},
            "A -> B",
            "A -> C",
            "B -> D",
            "C -> D",
            resources={"lathe": 1},
            unit="days",
        ),
    ),
    (
        "Casting takes 1 day and 4 workers. Stripping takes 1 day and 2 workers. Stripping may start no earlier than "
        "5 days after "
        "casting. We've got 4 workers.",
        project(
            {"casting": "1, 4 worker", "Stripping": "1, 2 worker"},
            "casting -> Stripping +5",
            resources={"worker": 4},
            unit="days",
        ),
    ),
    (
        "We have 4 carpenters. Framing takes 5 days with 2 carpenters or 3 days with 4 carpenters. Roofing takes 4 "
        "days with 2 "
        "carpenters. Roofing starts when framing is done. Everything must be done within 8 days.",
        project(
            {"framing": "5, 2 carpenter / 3, 4 carpenter", "Roofing": "4, 2 carpenter"},
            "framing -> Roofing",
            resources={"carpenter": 4},
            deadline=8,
            unit="days",
        ),
    ),
    (
        "design: 3 weeks, 2 engineers\nprototype: 2 weeks, 1 engineer\ntests: 2 weeks, 1 engineer\n\nPrototype after "
        "design. Tests "
        "after prototype. 2 engineers are available. The deadline is 8 weeks.",
        project(
            {"design": "3, 2 engineer", "prototype": "2, 1 engineer", "tests": "2, 1 engineer"},
            "design -> prototype",
            "prototype -> tests",
            resources={"engineer": 2},
            deadline=8,
            unit="weeks",
        ),
    ),
    (
        "- Task 1 takes 4 days.\n- Task 2 takes 2 days and must wait for task 1.\n- Task 3 takes 3 days.\n- Task 3 "
        "cannot start until "
        "task 2 has finished.\nTask 3 must be finished by day 10.",
        project(
            {"task 1": "4", "task 2": "2", "task 3": "3"},
            "task 1 -> task 2",
            "task 2 -> task 3",
            due={"task 3": 10},
            unit="days",
        ),
    ),
    (
        "Order of work: scaffolding -> plastering -> painting. Scaffolding takes 1 day, plastering takes 4 days, "
        "painting takes 2 days. "
        "Painting can start from day 8 on.",
        project(
            {"scaffolding": "1", "plastering": "4", "painting": "2"},
            "scaffolding -> plastering",
            "plastering -> painting",
            release={"painting": 7},
            unit="days",
        ),
    ),
    (
        "We're moving house. Packing takes 8 hours and two helpers, loading takes 3 hours and three helpers, "
        "cleaning takes 4 hours "
        "and one helper. Once packing is done, loading can begin. Cleaning follows loading. Three helpers are "
        "available. We have 16 "
        "hours in total.",
        project(
            {"packing": "8, 2 helper", "loading": "3, 3 helper", "cleaning": "4, 1 helper"},
            "packing -> loading",
            "loading -> cleaning",
            resources={"helper": 3},
            deadline=16,
            unit="hours",
        ),
    ),
    (
        "Excavation lasts two weeks and requires the digger. Piling lasts three weeks and requires the digger. The "
        "digger is being "
        "repaired from week 3 to week 4. How long does the whole project take?",
        project(
            {"Excavation": "2, 1 digger", "Piling": "3, 1 digger"},
            resources={"digger": 1},
            less=[{"resource": "digger", "start": 2, "end": 4}],
            unit="weeks",
        ),
    ),
    (
        "Sanding the floor needs 1 worker for 2 days and costs $300. Oiling the floor needs 1 worker for 1 day and "
        "costs $150, and it "
        "must start immediately after sanding the floor. One worker is available. At most $500 in total.",
        project(
            {"sanding the floor": "2, 1 worker, $300", "Oiling the floor": "1, 1 worker, $150"},
            "sanding the floor -> Oiling the floor <0",
            resources={"worker": 1},
            budget=500,
            unit="days",
        ),
    ),
    (
        "There are three tasks: alpha, beta and gamma. Each takes 4 days. Alpha and beta need one technician each. "
        "Gamma needs two "
        "technicians. There are two technicians. Gamma comes last.",
        project(
            {"alpha": "4, 1 technician", "beta": "4, 1 technician", "gamma": "4, 2 technician"},
            "alpha -> gamma",
            "beta -> gamma",
            resources={"technician": 2},
            unit="days",
        ),
    ),
    (
        "Stage setup takes 5 hours, 4 stagehands. Sound check takes 2 hours, 1 technician. Lighting takes 3 hours, 2 "
        "stagehands. Sound "
        "check depends on stage setup. Lighting depends on stage setup. Sound check and lighting must not overlap. "
        "We have 4 "
        "stagehands and 1 technician. All done within 12 hours, please.",
        project(
            {"stage setup": "5, 4 stagehand", "Sound check": "2, 1 technician", "lighting": "3, 2 stagehand"},
            "stage setup -> Sound check",
            "stage setup -> lighting",
            resources={"stagehand": 4, "technician": 1},
            apart=[{"activities": ["Sound check", "lighting"]}],
            deadline=12,
            unit="hours",
        ),
    ),
    (
        "Report writing takes 6 days and is due on day 7. Data collection takes 4 days and is due on day 9. Report "
        "writing counts "
        "double. Both tasks need one analyst, and there is only one analyst. Minimise the total tardiness.",
        project(
            {"Report writing": "6, 1 analyst", "Data collection": "4, 1 analyst"},
            due={"Report writing": 7, "Data collection": 9},
            weight={"Report writing": 2},
            resources={"analyst": 1},
            objectives=["tardiness", "makespan"],
            unit="days",
        ),
    ),
]
