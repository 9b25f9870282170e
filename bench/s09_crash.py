"""S9 crashes and damaged files.  kill -9 mid-stream and mid-tool; then damage done to a 3-turn rollout while the server is down:
truncated last line, garbage in the middle, NUL tail, invalid UTF-8, CRLF, empty file, half a session_meta, duplicate record,
deleted file, wrong session id; damaged or missing sqlite.  For each: is the thread listed, read, resumed; how many of the turns come
back; does a new turn work; after a further restart, are all turns still there; is every line of the file still JSON."""
import json, os, time, re, shutil, signal, glob
from lib import harness, rpc
NAME = 'S9'
def lines_ok(p):
    """(lines, unparsable lines)"""
    try: d = open(p, 'rb').read()
    except OSError: return (0, -1)
    ls = [x for x in d.split(b'\n') if x.strip()]; bad = 0
    for x in ls:
        try: json.loads(x)
        except Exception: bad += 1
    return len(ls), bad
def err(e): return (str(e)[:170]).replace('\n', ' ')

LEAVES_NOTHING = ('empty_file', 'half_session_meta', 'file_deleted')

def inspect(c, n, h, tid, tag, expect, texts, new_turn=True):
    """start on the home, look at the thread, run a turn, restart, look again; records and notes"""
    out = {}
    try: s = c.start(n, h, timeout=60)
    except Exception as e:
        c.note(n, f'{tag}: SERVER DOES NOT START: {type(e).__name__} {err(e)}'); c.rec(n, f'{tag}.usable', 0, 'bool'); return
    def view(s, label):
        o = {}
        try: o['listed'] = int(any(x['id'] == tid for x in s.call('thread/list', {'limit': 50}, 60)['data']))
        except Exception as e: o['listed'] = 'ERR ' + err(e)
        for m, p, k in (('thread/read', {'threadId': tid, 'includeTurns': True}, 'read'), ('thread/resume', {'threadId': tid, 'excludeTurns': True}, 'resume'), ('thread/turns/list', {'threadId': tid, 'itemsView': 'full', 'limit': 50}, 'turns')):
            try:
                r = s.call(m, p, 60)
                if k == 'read': o[k] = sum(1 for t in r['thread']['turns'])
                elif k == 'resume': o[k] = 'ok'
                else:
                    o[k] = len(r['data']); o['status'] = ','.join(t['status'] for t in reversed(r['data'])); js = json.dumps(r['data']); o['texts'] = sum(x in js for x in texts)
            except Exception as e: o[k] = f'{type(e).__name__} {err(e)}'
        return o
    a = view(s, 'before'); usable = 0; b = {}
    if new_turn:
        try:
            k0 = c.mock.stats()['posts']; t = s.turn(tid, 'BENCH ' + json.dumps({'text': 'AFTERCRASH'}), 30); usable = int(t['status'] == 'completed')
            last = json.dumps(c.mock.get('/__last')); a['model_sees'] = sum(x in last for x in texts)
        except Exception as e: a['turn'] = f'{type(e).__name__} {err(e)}'
        s.close(20)
        s = c.start(n, h, timeout=60); b = view(s, 'after'); s.close(20)
    else: s.close(20)
    f = [x for x in glob.glob(f'{h}/sessions/**/*{tid}*', recursive=True)]
    lo = lines_ok(f[0]) if f else (0, -1)
    # nothing is left to go on with after some damage, and no turn is tried after others
    if new_turn and not tag.split('.')[-1].startswith(LEAVES_NOTHING): c.rec(n, f'{tag}.usable', usable, 'bool')
    if isinstance(a.get('texts'), int): c.rec(n, f'{tag}.texts_kept', a['texts'], f'of {len(texts)}')
    if isinstance(b.get('turns'), int): c.rec(n, f'{tag}.turns_after_restart', b['turns'], f'of {expect + 1}')
    c.rec(n, f'{tag}.bad_lines_in_file', lo[1], 'n')
    c.note(n, f'{tag}: first look {a}; after one more turn and a restart {b}; file {lo[0]} lines, {lo[1]} not JSON')

def make(c, n, mode, turns=3):
    h = c.new_home(f's9-{n}'); s = c.start(n, h); r = s.call('thread/start', {'cwd': c.work, 'historyMode': mode}); tid = r['thread']['id']; texts = []
    for k in range(turns):
        texts += [f'ASK{k}x', f'ANSWER{k}x']; s.turn(tid, 'BENCH ' + json.dumps({'text': f'ANSWER{k}x ' + 'lorem ' * 20, 'ask': f'ASK{k}x'}))
    p = r['thread'].get('path'); s.close()
    f = [x for x in glob.glob(f'{h}/sessions/**/*{tid}*', recursive=True)]
    return h, tid, (f[0] if f else p), texts

def damage(kind, h, f):
    if kind.endswith('+nodb'): damage(kind[:-5], h, f); return harness.drop_sqlite(h)
    d = open(f, 'rb').read() if f and os.path.exists(f) else b''; ls = d.split(b'\n'); mid = len(ls) // 2
    w = lambda b: open(f, 'wb').write(b)
    if kind == 'truncated_last_line': w(d[:-1][: len(d) - len(ls[-2]) // 2 - 1])
    elif kind == 'last_newline_missing': w(d[:-1])
    elif kind == 'truncated_mid_turn': w(b'\n'.join(ls[: len(ls) - 5]) + b'\n' + ls[len(ls) - 5][:40])
    elif kind == 'garbage_middle': w(b'\n'.join(ls[:mid] + [b'{"timestamp": garbage !!'] + ls[mid:]))
    elif kind == 'glued_middle': w(b'\n'.join(ls[:mid]) + ls[mid][: len(ls[mid]) // 2] + b'\n'.join(ls[mid + 1:]))
    elif kind == 'invalid_utf8': w(b'\n'.join(ls[:mid] + [b'{"timestamp":"\xff\xfe\x80"}'] + ls[mid:]))
    elif kind == 'nul_tail': w(d + b'\0' * 4096)
    elif kind == 'nul_middle': w(b'\n'.join(ls[:mid]) + b'\n' + b'\0' * 4096 + b'\n' + b'\n'.join(ls[mid:]))
    elif kind == 'crlf': w(d.replace(b'\n', b'\r\n'))
    elif kind == 'blank_lines': w(d.replace(b'\n', b'\n\n'))
    elif kind == 'duplicate_line': w(b'\n'.join(ls[:mid] + [ls[mid - 1]] + ls[mid:]))
    elif kind == 'missing_line': w(b'\n'.join(ls[:mid] + ls[mid + 1:]))
    elif kind == 'empty_file': w(b'')
    elif kind == 'half_session_meta': w(ls[0][: len(ls[0]) // 2])
    elif kind == 'unknown_record': w(b'\n'.join(ls[:mid] + [b'{"timestamp":"2026-11-21T00:00:00.000Z","type":"from_the_future","payload":{"x":1}}'] + ls[mid:]))
    elif kind == 'file_deleted': os.remove(f)
    elif kind in ('state_db_garbage', 'state_db_deleted', 'state_db_truncated'):
        for x in glob.glob(h + '/state_*.sqlite') + glob.glob(h + '/heddle/*.sqlite'):          # Codex's, ours
            for y in glob.glob(x + '-*'): os.remove(y)
            if kind == 'state_db_truncated': os.truncate(x, 8192)
            else: os.remove(x)
            if kind == 'state_db_garbage': open(x, 'wb').write(os.urandom(65536))
    elif kind == 'history_db_deleted':
        for x in glob.glob(h + '/thread_history*'): os.remove(x)
    elif kind == 'history_db_garbage':
        for x in glob.glob(h + '/thread_history*'): os.remove(x)
        open(h + '/thread_history_1.sqlite', 'wb').write(os.urandom(65536))
    elif kind == 'all_sqlite_deleted': harness.drop_sqlite(h)
    else: raise ValueError(kind)

KINDS = ('truncated_last_line last_newline_missing truncated_mid_turn garbage_middle glued_middle invalid_utf8 nul_tail nul_middle crlf blank_lines duplicate_line missing_line unknown_record '
         'empty_file half_session_meta file_deleted state_db_deleted state_db_garbage state_db_truncated history_db_deleted history_db_garbage all_sqlite_deleted '
         'truncated_last_line+nodb truncated_mid_turn+nodb garbage_middle+nodb glued_middle+nodb invalid_utf8+nodb nul_tail+nodb duplicate_line+nodb missing_line+nodb unknown_record+nodb').split()

def midtool(c, n, mode, m3):
    """kill -9 while a command runs"""
    h, tid, f, texts = make(c, n, mode); s = c.start(n, h); s.call('thread/resume', {'threadId': tid, 'excludeTurns': True})
    s.post('turn/start', {'threadId': tid, 'input': [{'type': 'text', 'text': 'BENCH ' + json.dumps({'items': [['msg', 100], ['tool', 6 * 10 ** 9]], 'ask': 'KILLEDASK'})}]})
    try: s.wait_for(lambda: any(m['method'] == 'item/started' and m['params']['item']['type'] == 'commandExecution' for _, m in s.notes), 10)
    except TimeoutError: c.note(n, f'{m3}.kill_midtool: no command was run within 10 s'); s.kill(); return
    time.sleep(.5); kids = __import__('lib.proc', fromlist=['x']).children(s.pid)[1:]
    os.kill(s.pid, signal.SIGKILL); s.p.wait(10); time.sleep(1)
    alive = [p for p in kids if os.path.exists(f'/proc/{p}') and 'Z' not in open(f'/proc/{p}/stat').read().rsplit(')', 1)[1][:3]]
    c.rec(n, f'{m3}.kill_midtool.orphan_processes', len(alive), 'n')
    for p in alive:
        try: os.kill(p, signal.SIGKILL)
        except OSError: pass
    inspect(c, n, h, tid, f'{m3}.kill_midtool', 4, texts + ['KILLEDASK'])

def run(c, reps=1):
    c.cur = NAME
    kinds = c.opt.get('kinds', '').split(',') if c.opt.get('kinds') else KINDS
    def one(n, rep):
        for mode in c.opt.get('modes', 'legacy,paginated').replace('+', ',').split(','):
            m3 = mode[:3]
            if not c.opt.get('kinds') or 'kill' in kinds:
                # kill -9 while 2,000 deltas stream in
                h, tid, f, texts = make(c, n, mode); s = c.start(n, h); s.call('thread/resume', {'threadId': tid, 'excludeTurns': True})
                s.post('turn/start', {'threadId': tid, 'input': [{'type': 'text', 'text': 'BENCH {"deltas":2000,"pace":1000,"size":32,"ask":"KILLEDASK"}'}]})
                s.wait_for(lambda: s.count['item/agentMessage/delta'] > 500, 30); os.kill(s.pid, signal.SIGKILL); s.p.wait(10); got = s.count['item/agentMessage/delta']
                d = open(f, 'rb').read(); part = len(re.findall(rb'\d{12,20}\|', d))
                c.rec(n, f'{m3}.kill_midstream.deltas_seen_by_client', got, 'n'); c.rec(n, f'{m3}.kill_midstream.deltas_on_disk', part, 'n')
                inspect(c, n, h, tid, f'{m3}.kill_midstream', 4, texts + ['KILLEDASK'])
                midtool(c, n, mode, m3)
                # kill -9 before the first turn
                h = c.new_home(f's9-{n}'); s = c.start(n, h); tid = s.call('thread/start', {'cwd': c.work, 'historyMode': mode})['thread']['id']; time.sleep(.3); s.kill()
                inspect(c, n, h, tid, f'{m3}.kill_before_first_turn', 0, [], new_turn=False)
            for kind in kinds:
                if kind == 'kill': continue
                h, tid, f, texts = make(c, n, mode)
                try: damage(kind, h, f)
                except Exception as e: c.note(n, f'{m3}.{kind}: not applicable ({e})'); continue
                inspect(c, n, h, tid, f'{m3}.{kind}', 3, texts)
                for s in c.live:
                    if s.p.poll() is None: s.kill()
    c.alternate(reps, one)
if __name__ == '__main__': import s09_crash; harness.main(s09_crash)
