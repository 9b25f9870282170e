#!/usr/bin/env python3
"""Run the scenarios against one or more app-servers, alternating A B A B.

  python3 bench.py --server peer='/path/to/codex app-server' --server heddle='../heddle app-server' --out results/all.json
  python3 bench.py --scale quick                       # a few minutes, small homes
  python3 bench.py --only S3,S4 --reps 7
  python3 bench.py --only S3 --check                   # exit code 1 when a budget is missed
Each scenario is also a program of its own (python3 s03_turn.py --server … --reps 5).
{home} and {base_url} in a command line are replaced by the home and the mock model's URL; the home is also in $CODEX_HOME
(--home-env) and the model URL in $BENCH_MODEL_BASE_URL and in <home>/config.toml ([model_providers.mock]).
"""
import sys, os, re, time, importlib, traceback
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from lib import budgets, harness
HERE = os.path.dirname(os.path.abspath(__file__))
MODS = sorted(f[:-3] for f in os.listdir(HERE) if re.fullmatch(r's\d\d_\w+\.py', f))
def main():
    a = harness.args(); c = harness.ctx_from(a); only = [x.strip().upper() for x in a.only.split(',') if x.strip()]
    wanted = budgets.load()
    if a.scale == 'quick':
        c.opt.setdefault('n', '1000'); c.opt.setdefault('mb', '1+10'); c.opt.setdefault('images', '0')
    try:
        for m in MODS:
            mod = importlib.import_module(m)
            if only and mod.NAME not in only: continue
            c.say(f'== {mod.NAME} {mod.__doc__.splitlines()[0]}'); t = time.time(); c.cur = mod.NAME
            try: mod.run(c)
            except Exception as e: c.note('*', f'scenario aborted: {type(e).__name__} {e}'); traceback.print_exc()
            c.say(f'   {time.time() - t:.0f} s'); c.dump()
    finally:
        rows = budgets.judge(c.res, list(c.servers), wanted)
        print(c.table()); print(); [print('NOTE', n) for n in c.notes]
        if rows:
            print('\nBudgets (budgets.txt)\n' + budgets.table(rows, harness.fmt))
            print(f'{sum(r[6] == "met" for r in rows)} met, {sum(r[6] == "MISSED" for r in rows)} missed')
        c.dump(); c.close()
    if a.check and any(r[6] != 'met' for r in rows): sys.exit(1)
if __name__ == '__main__': main()
