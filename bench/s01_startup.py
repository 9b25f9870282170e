"""S1 spawn -> initialize (first ever home, warm home, 10,000 threads), spawn -> pipelined thread/list, memory and CPU 1 s later, ten idle servers."""
import time
from lib import gen, harness, proc, rpc
NAME = 'S1'
IDLE = 10
def pss_tree(pid):
    total = 0
    for p in proc.children(pid):
        try:
            for line in open(f'/proc/{p}/smaps_rollup'):
                if line.startswith('Pss:'): total += int(line.split()[1]) * 1024
        except OSError: pass
    return total
def spawn(c, n, home):
    s = c.start(n, home); return s, rpc.now() - s.t0
def pipelined(c, n, home):
    """thread/list written right behind the handshake, without waiting for its answer"""
    s = c.start(n, home, init=False)
    s.post('initialize', {'clientInfo': {'name': 'bench', 'title': 'Bench', 'version': '0.1'}, 'capabilities': {'experimentalApi': True}})
    s.notify('initialized'); i, _ = s.post('thread/list', {})
    t = s.wait(i, 600).t - s.t0; s.close(); return t
def run(c, reps=9):
    c.cur = NAME; n_th = int(c.opt.get('n', 10_000))
    fx, man = c.fixture(f'list-{n_th}', lambda d: gen.gen_home(d, n_th, 'mixed'))
    def one(n, rep):
        h = c.new_home(f's1-{n}')
        s, t = spawn(c, n, h); c.rec(n, 'cold.spawn_to_init', t)
        time.sleep(1); c.rec(n, 'cold.rss_1s', s.rss() / 1e6, 'MB'); s.close(); c.rec(n, 'cold.exit', s.t_close)
        c.rec(n, 'cold.home_bytes', harness.tree_bytes(h) / 1e6, 'MB')
        spawn(c, n, h)[0].close()
        s, t = spawn(c, n, h); c.rec(n, 'warm.spawn_to_init', t)
        time.sleep(1); c.rec(n, 'warm.rss_1s', s.rss() / 1e6, 'MB'); c.rec(n, 'warm.cpu_1s', s.cpu(), 'cpu s')
        c.rec(n, 'warm.pss_1s', pss_tree(s.pid) / 1e6, 'MB'); c.rec(n, 'warm.threads', proc.threads_tree(s.pid), 'n'); s.close(); c.rec(n, 'warm.exit', s.t_close)
        c.rec(n, 'warm.spawn_to_list', pipelined(c, n, h)); c.rm_home(h)
    c.alternate(reps, one)
    def many(n, rep):
        homes = [c.new_home(f's1-ten-{n}-{i}') for i in range(IDLE)]
        for h in homes: spawn(c, n, h)[0].close()
        servers = [spawn(c, n, h)[0] for h in homes]; time.sleep(1)
        c.rec(n, 'ten_idle.pss', sum(pss_tree(s.pid) for s in servers) / 1e6, 'MB'); c.rec(n, 'ten_idle.rss', sum(s.rss() for s in servers) / 1e6, 'MB')
        for s in servers: s.close()
        for h in homes: c.rm_home(h)
    c.alternate(min(reps, 3), many)
    def large(n, rep):
        h = c.copy_home(fx, f's1-large-{n}')
        s = c.start(n, h); s.call('thread/list', {}, timeout=600); s.close()
        s, t = spawn(c, n, h); c.rec(n, 'large.spawn_to_init', t); s.close()
        c.rec(n, 'large.spawn_to_list', pipelined(c, n, h)); c.rm_home(h)
    c.alternate(min(reps, 3), large)
if __name__ == '__main__': import s01_startup; harness.main(s01_startup)
