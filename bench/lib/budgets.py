"""The wanted figures (budgets.txt) and how results compare with them."""
import fnmatch, operator, os, statistics

OPS = {'<=': operator.le, '>=': operator.ge, '==': operator.eq}
FILE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'budgets.txt')

def load(path=FILE):
    """[(pattern, kind, operator, limit, words)]; a line that cannot be read is an error, not a budget less"""
    out = []
    for k, line in enumerate(open(path), 1):
        line = line.split('#')[0].strip()
        if not line: continue
        try:
            pattern, kind, want, words = (x.strip() for x in line.split('|')); op, limit = want.split()
            if kind not in ('ratio', 'value') or op not in OPS: raise ValueError(kind + ' ' + op)
            out.append((pattern, kind, op, float(limit), words))
        except ValueError as e: raise ValueError(f'{path}:{k}: {line!r}: {e}')
    return out

def judge(results, servers, budgets):
    """rows (metric, server, first server's median, own median, ratio, wanted, verdict, words) of every budget that was measured"""
    rows = []; base = servers[0]
    for pattern, kind, op, limit, words in budgets:
        for metric, e in results.items():
            if not fnmatch.fnmatchcase(metric, pattern): continue
            med = {n: statistics.median(v) for n, v in e['vals'].items() if v}
            for n in servers[1:] or servers:
                if n not in med: continue
                ratio = med[n] / med[base] if n != base and med.get(base) else None
                got = ratio if kind == 'ratio' else med[n]
                verdict = 'not comparable' if got is None else 'met' if OPS[op](got, limit) else 'MISSED'
                rows.append((metric, n, med.get(base) if n != base else None, med[n], ratio, f'{kind} {op} {limit:g}', verdict, words))
    return rows

def table(rows, fmt):
    head = ['metric', 'server', 'first', 'own', 'ratio', 'wanted', 'verdict', 'what']
    cells = [head] + [[m, n, fmt(b), fmt(o), '—' if r is None else f'{r:.2f}', w, v, x] for m, n, b, o, r, w, v, x in rows]
    width = [max(len(r[i]) for r in cells) for i in range(len(head))]
    line = lambda r: '| ' + ' | '.join(x.ljust(width[i]) for i, x in enumerate(r)) + ' |'
    return '\n'.join([line(cells[0]), '|' + '|'.join('-' * (w + 2) for w in width) + '|'] + [line(r) for r in cells[1:]])
