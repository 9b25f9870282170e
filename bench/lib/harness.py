"""Shared harness: servers, homes, alternation, medians."""
import glob, json, os, shlex, shutil, statistics, subprocess, sys, time, random, argparse, traceback
import tempfile
from . import rpc, mock, proc, gen

WORK = os.path.join(tempfile.gettempdir(), 'heddle-bench')

CONFIG = '''model = "mock-model"
model_provider = "mock"
approval_policy = "never"
sandbox_mode = "danger-full-access"
[model_providers.mock]
name = "Mock"
base_url = "{url}"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
'''

class Ctx:
    def __init__(self, servers, home_env, root, scale='full', reps=None, out=None, keep=False, verbose=True):
        self.servers = servers            # name -> command template
        self.home_env = home_env; self.root = root; self.scale = scale; self.reps = reps; self.out = out; self.keep = keep; self.verbose = verbose
        os.makedirs(root, exist_ok=True); os.makedirs(gen.WORK, exist_ok=True)
        self.work = root + '/work'; os.makedirs(self.work, exist_ok=True)
        self.mock = mock.Mock(keep=True); self.res = {}; self.notes = []; self.cur = None; self.live = []; self.opt = {}

    # ---- processes
    def cmd(self, name, home):
        t = self.servers[name].replace('{home}', home).replace('{base_url}', self.mock.url)
        return shlex.split(t)

    def start(self, name, home, init=True, timeout=120, raw_notes=False, keep_notes=True, pre=None):
        self.config(home)
        env = dict(os.environ); env[self.home_env] = home; env['BENCH_MODEL_BASE_URL'] = self.mock.url
        env.pop('RUST_LOG', None)
        for k in list(env):                       # not part of what is measured
            if any(x in k.upper() for x in ('CERT', 'SSL', 'PROXY', 'CA_BUNDLE')): del env[k]
        # an empty HOME, so that login-shell start files (pyenv etc.) of this machine are not part of what is measured
        if getattr(self, 'opt', {}).get('home') != 'real': env['HOME'] = self.root + '/userhome'; os.makedirs(env['HOME'], exist_ok=True)
        c = self.cmd(name, home)
        s = rpc.Server((pre or []) + c, env=env, cwd=self.work, log=f'{self.root}/{name}.stderr', raw_notes=raw_notes, keep_notes=keep_notes)
        self.live.append(s)
        if init:
            try: s.init(timeout)
            except Exception: s.kill(); raise
            s.t_start = (s.t0 and rpc.now() - s.t0)
        return s

    def config(self, home):
        os.makedirs(home, exist_ok=True)
        p = home + '/config.toml'
        try: old = open(p).read()
        except OSError: old = ''
        if self.mock.url not in old: open(p, 'w').write(CONFIG.format(url=self.mock.url))

    # ---- homes
    def new_home(self, tag):
        p = f'{self.root}/homes/{tag}'
        if os.path.exists(p): shutil.rmtree(p)
        os.makedirs(p); self.config(p)
        return p

    def copy_home(self, src, tag):
        p = f'{self.root}/homes/{tag}'
        if os.path.exists(p): shutil.rmtree(p)
        os.makedirs(os.path.dirname(p), exist_ok=True)
        subprocess.run(['cp', '-a', src, p], check=True); self.config(p)
        return p

    def fixture(self, key, fn):
        """made once, kept in root/fix/<key>; returns (folder, manifest)"""
        d = f'{self.root}/fix/{key}'
        mf = d + '/fixture.json'
        if not os.path.exists(mf):
            shutil.rmtree(d, ignore_errors=True); os.makedirs(d)
            t = time.time(); man = fn(d); man['gen_s'] = time.time() - t
            json.dump(man, open(mf, 'w'))
            self.say(f'  generated fixture {key}: {man.get("bytes", 0) / 1e6:.1f} MB in {man["gen_s"]:.1f}s')
        return d, json.load(open(mf))

    def rm_home(self, p):
        if not self.keep and p.startswith(self.root + '/'): shutil.rmtree(p, ignore_errors=True)

    # ---- recording
    def rec(self, server, metric, value, unit='s'):
        k = f'{self.cur}.{metric}'
        e = self.res.setdefault(k, {'unit': unit, 'vals': {}})
        e['vals'].setdefault(server, []).append(value)

    def note(self, server, text):
        t = f'{self.cur} [{server}] {text}'
        if t not in self.notes: self.notes.append(t); self.say('  NOTE ' + t)

    def say(self, t):
        if self.verbose: print(t, flush=True)

    def alternate(self, reps, fn):
        """A B A B …: fn(server_name, rep)"""
        if self.reps: reps = self.reps
        for rep in range(reps):
            names = list(self.servers)
            for n in names:
                try: fn(n, rep)
                except Exception as e:
                    self.note(n, f'FAILED rep {rep}: {type(e).__name__}: {str(e)[:300]}')
                    if os.environ.get('BENCH_TRACE'): traceback.print_exc()
                finally:
                    for s in self.live:
                        if s.p.poll() is None: s.kill()
                    self.live = []

    # ---- output
    def table(self):
        names = list(self.servers); base = names[0]; rows = []
        for k, e in self.res.items():
            r = [k, e['unit']]; meds = {}
            for n in names:
                v = e['vals'].get(n)
                if v: meds[n] = statistics.median(v); r.append(f'{fmt(meds[n])} ({fmt(min(v))}–{fmt(max(v))}, n={len(v)})')
                else: r.append('—')
            for n in names[1:]:
                r.append(f'{meds[n] / meds[base]:.2f}' if n in meds and base in meds and meds[base] else '—')
            rows.append(r)
        head = ['metric', 'unit'] + names + [f'{n}/{base}' for n in names[1:]]
        w = [max(len(str(x[i])) for x in [head] + rows) for i in range(len(head))]
        f = lambda r: '| ' + ' | '.join(str(x).ljust(w[i]) for i, x in enumerate(r)) + ' |'
        return '\n'.join([f(head), '|' + '|'.join('-' * (x + 2) for x in w) + '|'] + [f(r) for r in rows])

    def dump(self):
        d = {'servers': self.servers, 'argv': sys.argv, 'load': proc.loadavg(), 'notes': self.notes, 'results': {k: {'unit': e['unit'], 'median': {n: statistics.median(v) for n, v in e['vals'].items()}, 'vals': e['vals']} for k, e in self.res.items()}}
        if self.out:
            os.makedirs(os.path.dirname(self.out) or '.', exist_ok=True); json.dump(d, open(self.out, 'w'), indent=1)
        return d

    def close(self):
        for s in self.live:
            if s.p.poll() is None: s.kill()
        self.mock.close()

def fmt(x):
    if x is None: return '—'
    if isinstance(x, bool): return str(x)
    a = abs(x)
    if a >= 1000: return f'{x:.0f}'
    if a >= 100: return f'{x:.1f}'
    if a >= 1: return f'{x:.2f}'
    if a == 0: return '0'
    return f'{x:.4f}'

def tree_bytes(p):
    n = 0
    for d, _, fs in os.walk(p):
        for f in fs:
            try: n += os.lstat(os.path.join(d, f)).st_size
            except OSError: pass
    return n

def settle(s, most=60):
    """seconds until the server does nothing any more"""
    t0 = last = rpc.now(); cpu = s.cpu()
    while rpc.now() - last < 1 and rpc.now() - t0 < most:
        time.sleep(0.1)
        if s.cpu() > cpu + 0.02: cpu = s.cpu(); last = rpc.now()
    return last - t0

def sqlite_files(home):
    """the databases of a home: Codex's beside the config, ours in heddle/"""
    return [p for p in glob.glob(home + '/*.sqlite*') + glob.glob(home + '/heddle/*.sqlite*')]

def sqlite_bytes(home): return sum(os.path.getsize(p) for p in sqlite_files(home))

def drop_sqlite(home):
    for p in sqlite_files(home): os.remove(p)

def args(argv=None):
    ap = argparse.ArgumentParser()
    ap.add_argument('--server', action='append', default=[], help="NAME='command line' ({home} and {base_url} are substituted)")
    ap.add_argument('--home-env', default='CODEX_HOME'); ap.add_argument('--root', default=os.path.join(WORK, 'run')); ap.add_argument('--scale', default='full', choices=['quick', 'full'])
    ap.add_argument('--reps', type=int); ap.add_argument('--out'); ap.add_argument('--only', default=''); ap.add_argument('--keep', action='store_true')
    ap.add_argument('--check', action='store_true', help='fail when a budget is missed')
    ap.add_argument('--opt', action='append', default=[], help='scenario option key=value')
    return ap.parse_args(argv)

PEER = os.environ.get('PEER_CMD', 'codex app-server')  # the native binary of the npm package @openai/codex@0.169.0

def ctx_from(a):
    sv = {}
    for s in a.server:
        n, c = s.split('=', 1); sv[n] = c
    if not sv: sv['peer'] = PEER
    c = Ctx(sv, a.home_env, a.root, a.scale, a.reps, a.out, a.keep)
    c.opt = dict(o.split('=', 1) for o in a.opt)
    return c

def main(mod):
    """run one scenario module stand-alone"""
    a = args(); c = ctx_from(a); c.cur = mod.NAME
    try: mod.run(c)
    finally:
        print(c.table()); [print('NOTE', n) for n in c.notes]; c.dump(); c.close()
