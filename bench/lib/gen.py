"""Deterministic generators of synthetic Codex homes (rollout JSONL) in 'legacy' and 'paginated' history modes.

Line shapes imitate what Codex 0.169 itself writes for real turns (checked against its own files).
  gen_thread(...)  one rollout of about `target` bytes, optionally with compaction checkpoints
  gen_home(...)    a home with n small threads spread over the preceding months
  gen_images(...)  `lines` lines of `mb` MB each (inline base64 images)
All ids, times and texts come from the seed, nothing from the clock.
"""
import json, os, random, base64, datetime
import tempfile
WORK = os.path.join(tempfile.gettempdir(), 'heddle-bench', 'work')

EPOCH = datetime.datetime(2026, 11, 20, 12, 0, 0, tzinfo=datetime.timezone.utc)   # newest synthetic thread
W = ('alpha beta gamma delta server thread rollout cursor index commit branch parser token stream buffer dispatch listener '
     'fork resume archive sqlite journal "quoted" path/to/file.rs naïve — ünïcode Result<Vec<u8>> {brace} \\backslash').split()

def words(n, r):
    out = []; l = 0
    while l < n: x = W[int(r.random() * len(W))]; out.append(x); l += len(x) + 1
    return ' '.join(out)[:n]

def uuid7(ms, r):
    a = ms & ((1 << 48) - 1)
    rb = r.getrandbits(74)
    v = (a << 80) | (7 << 76) | (((rb >> 62) & 0xfff) << 64) | (2 << 62) | (rb & ((1 << 62) - 1))
    h = f'{v:032x}'
    return f'{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}'

def iso(ms): return datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.') + f'{ms % 1000:03d}Z'

_POOL = {}
def pool(seed, lo, hi, n=192):
    """n text blobs (already JSON-escaped, without quotes), sizes log-uniform in lo..hi, with newlines like tool output"""
    k = (seed, lo, hi, n)
    if k not in _POOL:
        import math
        r = random.Random(seed * 7919 + lo); out = []
        for i in range(n):
            size = int(math.exp(r.uniform(math.log(lo), math.log(hi)))); ls = []; l = 0
            while l < size: x = words(r.randint(20, 110), r); ls.append(x); l += len(x) + 1
            out.append(json.dumps('\n'.join(ls)[:size], ensure_ascii=False)[1:-1])
        _POOL[k] = out
    return _POOL[k]

BASE = words(20700, random.Random(1))
SKILLS = words(2100, random.Random(2))

class Writer:
    def __init__(self, f, mode, ms):
        self.f = f; self.paged = mode == 'paginated'; self.ord = 0; self.ms = ms; self.n = 0; self.buf = []; self.bl = 0
    def raw(self, typ, payload_json, extra=''):
        s = f'{{"timestamp":"{iso(self.ms)}",' + (f'"ordinal":{self.ord},' if self.paged else '') + f'"type":"{typ}","payload":{payload_json}{extra}}}\n'
        self.ord += 1; self.ms += 3
        b = s.encode(); self.n += len(b); self.buf.append(b); self.bl += len(b)
        if self.bl > 1 << 20: self.flush()
    def obj(self, typ, payload, meta=None):
        self.raw(typ, json.dumps(payload, ensure_ascii=False, separators=(',', ':')),
                 ',"metadata":' + json.dumps(meta, separators=(',', ':')) if meta else '')
    def flush(self):
        self.f.write(b''.join(self.buf)); self.buf = []; self.bl = 0

USAGE = {'input_tokens': 1000, 'cached_input_tokens': 0, 'cache_write_input_tokens': 0, 'output_tokens': 50, 'reasoning_output_tokens': 0, 'total_tokens': 1050}
TOKCOUNT = json.dumps({'type': 'token_count', 'info': {'total_token_usage': USAGE, 'last_token_usage': USAGE, 'last_usage_includes_reasoning': False, 'model_context_window': 258400},
    'rate_limits': {'limit_id': 'codex', 'limit_name': None, 'primary': None, 'secondary': None, 'credits': None, 'individual_limit': None, 'spend_control_reached': None, 'plan_type': None, 'rate_limit_reached_type': None}}, separators=(',', ':'))

class ThreadGen:
    def __init__(self, path, tid, mode, ms, seed, cwd=WORK, title=None, provider='mock', source='vscode'):
        self.r = random.Random(seed); self.seed = seed; self.tid = tid; self.cwd = cwd; self.mode = mode; self.path = path
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.fh = open(path, 'wb'); self.w = Writer(self.fh, mode, ms); self.seq = 0; self.title = title
        self.turns = 0; self.users = 0; self.agents = 0; self.tools = 0; self.reasons = 0; self.compactions = 0
        self.win = uuid7(ms, self.r); self.win0 = self.win; self.recent = []; self.turn_ids = []
        self.w.obj('session_meta', {'account_scoped': True, 'session_id': tid, 'id': tid, 'timestamp': iso(ms), 'cwd': cwd, 'runtime_workspace_roots': [cwd],
            'originator': 'bench', 'cli_version': '0.169.0', 'source': source, 'model_provider': provider,
            'base_instructions': {'text': BASE, 'provenance': {'type': 'model', 'model': 'mock-model'}}, 'history_mode': mode, 'context_window': {'window_id': self.win}})
    def meta(self, **k):
        self.seq += 1
        return dict({'history_sequence': self.seq, 'sampled_through_sequence': max(0, self.seq - 1), 'client_authored': False}, **k)
    def pt(self, kinds=None):
        d = {'turn_id': self.turn}
        if kinds: d['create_time'] = self.w.ms / 1000; d['content_item_kinds'] = kinds
        return d
    def item(self, item, ms=None):
        m = self.w.ms
        self.w.obj('event_msg', {'type': 'item_completed', 'thread_id': self.tid, 'turn_id': self.turn, 'item': item, 'started_at_ms': m, 'completed_at_ms': m})
    def begin_turn(self):
        self.w.ms += 60000
        self.turn = uuid7(self.w.ms, self.r); self.turn_ids.append(self.turn); self.turns += 1; self.t_ms = self.w.ms
        t = self.turn; w = self.w
        w.obj('event_msg', {'type': 'task_started', 'turn_attribution': {'turn_id': t, 'turn_trigger': None, 'parent_turn_id': None, 'initiating_agent_path': None, 'root_turn_id': t},
            'turn_id': t, 'root_turn_id': t, 'started_at': w.ms // 1000, 'model_context_window': 258400, 'collaboration_mode_kind': 'default'})
        if self.turns == 1: self.prologue()
        w.obj('turn_context', {'turn_id': t, 'root_turn_id': t, 'disabled_plugin_ids': [], 'cwd': self.cwd, 'approval_policy': 'never', 'approvals_reviewer': 'user',
            'permission_profile': {'type': 'disabled'}, 'model': 'mock-model', 'collaboration_mode': {'mode': 'default', 'settings': {'model': 'mock-model', 'reasoning_effort': None, 'developer_instructions': None}},
            'multi_agent_version': 'v1', 'realtime_active': False, 'summary': 'none', 'sandbox_policy': {'type': 'danger-full-access'}})
    def dev_msgs(self):
        return [{'type': 'message', 'id': 'msg_' + uuid7(self.w.ms, self.r), 'role': 'developer', 'content': [{'type': 'input_text', 'text': '<skills_instructions>\n' + SKILLS + '\n</skills_instructions>'}],
                 'internal_chat_message_metadata_passthrough': self.pt(['host_skills.instructions'])},
                {'type': 'message', 'id': 'msg_' + uuid7(self.w.ms, self.r), 'role': 'user', 'content': [{'type': 'input_text', 'text': f'<environment_context>\n  <cwd>{self.cwd}</cwd>\n  <shell>bash</shell>\n</environment_context>'}],
                 'internal_chat_message_metadata_passthrough': self.pt(['environments.environment_context'])}]
    def prologue(self):
        for m in self.dev_msgs(): self.w.obj('response_item', m, self.meta())
    def user(self, text, image=None, image_kind='input'):
        self.users += 1; mid = 'msg_' + uuid7(self.w.ms, self.r); w = self.w
        c = [{'type': 'input_text', 'text': text}]; kinds = ['user.text']
        if image: c.append({'type': 'input_image', 'image_url': image, 'detail': 'high'}); kinds.append('user.image')
        rev = 'retained_' + uuid7(w.ms, self.r)
        w.obj('response_item', {'type': 'message', 'id': mid, 'role': 'user', 'content': c, 'internal_chat_message_metadata_passthrough': self.pt(kinds)},
              self.meta(retained_source={'id': {'message_id': mid, 'turn_id': self.turn, 'role': 'user'}, 'revision': rev, 'complete': not image}, user_input_order=self.users))
        if not image: self.recent.append((mid, self.turn, text, rev)); self.recent = self.recent[-20:]
        if w.paged:
            cc = [{'type': 'text', 'text': text, 'text_elements': []}]
            if image: cc.append({'type': 'image', 'image_url': image})
            self.item({'type': 'UserMessage', 'id': uuid7(w.ms, self.r), 'content': cc})
        else:
            e = {'type': 'user_message', 'message': text, 'images': [image] if image else [], 'local_images': [], 'audio': [], 'local_audio': [], 'text_elements': []}
            if image: e['image_order'] = ['inline']
            w.obj('event_msg', e)
    def reason(self, n):
        self.reasons += 1; w = self.w; t = words(n, self.r); rid = 'rs_' + uuid7(w.ms, self.r)
        if w.paged: self.item({'type': 'Reasoning', 'id': rid, 'summary_text': [t], 'raw_content': []})
        else: w.obj('event_msg', {'type': 'agent_reasoning', 'text': t})
        w.obj('response_item', {'type': 'reasoning', 'id': rid, 'summary': [{'type': 'summary_text', 'text': t}], 'content': None,
            'encrypted_content': base64.b64encode(self.r.randbytes(900)).decode(), 'internal_chat_message_metadata_passthrough': self.pt()}, self.meta())
    def agent(self, n):
        self.agents += 1; w = self.w; t = words(n, self.r); mid = 'msg_' + uuid7(w.ms, self.r); self.last = t
        if w.paged: self.item({'type': 'AgentMessage', 'id': mid, 'content': [{'type': 'Text', 'text': t}]})
        else: w.obj('event_msg', {'type': 'agent_message', 'message': t, 'phase': None, 'memory_citation': None})
        w.obj('response_item', {'type': 'message', 'id': mid, 'role': 'assistant', 'content': [{'type': 'output_text', 'text': t}], 'internal_chat_message_metadata_passthrough': dict(self.pt(), content_item_kinds=['unknown'])},
              self.meta(retained_source={'id': {'message_id': mid, 'turn_id': self.turn, 'role': 'assistant'}, 'revision': 'retained_' + uuid7(w.ms, self.r), 'complete': True}, user_input_order=self.users))
    def tool(self, out_json):
        """out_json: already escaped blob"""
        self.tools += 1; w = self.w; cid = 'call_' + uuid7(w.ms, self.r); cmd = 'rg -n ' + words(24, self.r).replace('"', '').replace('\\', '')
        w.obj('response_item', {'type': 'function_call', 'id': 'fc_' + uuid7(w.ms, self.r), 'name': 'exec_command', 'arguments': json.dumps({'cmd': cmd}), 'call_id': cid, 'internal_chat_message_metadata_passthrough': self.pt()}, self.meta())
        w.obj('token_usage_record', {'thread_id': self.tid, 'turn_id': self.turn, 'session_id': self.tid, 'root_turn_id': self.turn, 'response_id': 'resp_' + cid[5:], 'usage': USAGE, 'turn_token_usage': USAGE, 'thread_token_usage': USAGE})
        m = w.ms
        if w.paged:
            head = json.dumps({'type': 'item_completed', 'thread_id': self.tid, 'turn_id': self.turn, 'item': {'type': 'CommandExecution', 'id': cid, 'process_id': '61949', 'command': ['/bin/bash', '-lc', cmd], 'cwd': 'file://' + self.cwd,
                'parsed_cmd': [{'type': 'unknown', 'cmd': cmd}], 'source': 'unified_exec_startup', 'status': 'completed', 'aggregated_output': '@@', 'exit_code': 0, 'duration': {'secs': 0, 'nanos': 28714}}, 'started_at_ms': m - 40, 'completed_at_ms': m}, separators=(',', ':'), ensure_ascii=False)
            w.raw('event_msg', head.replace('@@', out_json, 1))
        body = json.dumps({'type': 'function_call_output', 'id': 'fco_' + uuid7(w.ms, self.r), 'call_id': cid, 'output': 'Chunk ID: 793c69\nWall time: 0.0982 seconds\nProcess exited with code 0\nOutput:\n@@', 'internal_chat_message_metadata_passthrough': dict(self.pt(), create_time=w.ms / 1000)}, separators=(',', ':'), ensure_ascii=False)
        w.raw('response_item', body.replace('@@', out_json, 1), ',"metadata":' + json.dumps(self.meta(), separators=(',', ':')))
        w.raw('event_msg', TOKCOUNT)
    def end_turn(self):
        w = self.w
        w.raw('event_msg', TOKCOUNT)
        w.obj('event_msg', {'type': 'task_complete', 'root_turn_id': self.turn, 'turn_id': self.turn, 'last_agent_message': self.last, 'started_at': self.t_ms // 1000, 'completed_at': w.ms // 1000, 'duration_ms': w.ms - self.t_ms, 'time_to_first_token_ms': 58})
    def compact(self):
        """a compaction turn with a replacement-history checkpoint"""
        w = self.w; self.compactions += 1
        w.ms += 1000; self.turn = uuid7(w.ms, self.r); self.turn_ids.append(self.turn); self.turns += 1
        w.obj('event_msg', {'type': 'task_started', 'turn_id': self.turn, 'root_turn_id': self.turn, 'started_at': w.ms // 1000, 'model_context_window': 258400, 'collaboration_mode_kind': 'default'})
        new = uuid7(w.ms, self.r); summ = 'What happened so far. ' + words(3000, self.r)
        hist = self.dev_msgs() + [{'type': 'message', 'id': m, 'role': 'user', 'content': [{'type': 'input_text', 'text': t}], 'internal_chat_message_metadata_passthrough': {'turn_id': tu, 'content_item_kinds': ['user.text']}} for m, tu, t, rv in self.recent]
        hist.append({'type': 'message', 'id': 'msg_' + uuid7(w.ms, self.r), 'role': 'user', 'content': [{'type': 'input_text', 'text': summ}], 'internal_chat_message_metadata_passthrough': {'turn_id': self.turn, 'content_item_kinds': ['compaction.summary']}})
        w.obj('compacted', {'message': summ, 'replacement_history': hist, 'replacement_history_metadata': [self.meta() for _ in hist],
            'retained_context': {'verified_answers': [], 'incomplete': False, 'user_messages': [{'revision': rv, 'order': i, 'turn_id': tu, 'message_id': m, 'text': t, 'complete': True} for i, (m, tu, t, rv) in enumerate(self.recent)], 'user_messages_incomplete': False, 'assistant_messages': [], 'assistant_messages_incomplete': False, 'next_order': len(self.recent)},
            'window_number': self.compactions, 'first_window_id': self.win0, 'previous_window_id': self.win, 'window_id': new})
        self.win = new
        w.obj('turn_context', {'turn_id': self.turn, 'root_turn_id': self.turn, 'disabled_plugin_ids': [], 'cwd': self.cwd, 'approval_policy': 'never', 'approvals_reviewer': 'user', 'permission_profile': {'type': 'disabled'}, 'model': 'mock-model',
            'collaboration_mode': {'mode': 'default', 'settings': {'model': 'mock-model', 'reasoning_effort': None, 'developer_instructions': None}}, 'multi_agent_version': 'v1', 'realtime_active': False, 'summary': 'none', 'sandbox_policy': {'type': 'danger-full-access'}})
        if w.paged: self.item({'type': 'ContextCompaction', 'id': uuid7(w.ms, self.r)})
        else: w.obj('event_msg', {'type': 'context_compacted'})
        self.last = None
        w.obj('event_msg', {'type': 'task_complete', 'turn_id': self.turn, 'root_turn_id': self.turn, 'last_agent_message': None, 'started_at': w.ms // 1000, 'completed_at': w.ms // 1000, 'duration_ms': 40})
    def close(self):
        self.w.flush(); self.fh.close()
        os.utime(self.path, (self.w.ms / 1000, self.w.ms / 1000))
        return {'id': self.tid, 'path': self.path, 'bytes': self.w.n, 'lines': self.w.ord, 'turns': self.turns, 'users': self.users, 'agents': self.agents, 'tools': self.tools, 'reasons': self.reasons,
                'compactions': self.compactions, 'mode': self.mode, 'first_turn': self.turn_ids[0], 'last_turn': self.turn_ids[-1], 'mid_turn': self.turn_ids[len(self.turn_ids) // 2]}

def rollout_path(home, ms, tid):
    d = datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc)
    return f'{home}/sessions/{d:%Y/%m/%d}/rollout-{d:%Y-%m-%dT%H-%M-%S}-{tid}.jsonl'

def small_thread(home, i, n, mode, seed, days=180, provider='mock'):
    """one list-fixture thread: one turn, one tool call; deterministic from (seed, i)"""
    r = random.Random(seed * 1000003 + i)
    ms = int(EPOCH.timestamp() * 1000) - int((n - i) * days * 86400000 / n) + r.randint(0, 900)
    tid = uuid7(ms, r); cwd = f'{WORK}/proj{r.randint(0, 19):02d}'
    m = mode if mode != 'mixed' else ('paginated' if i % 2 else 'legacy')
    g = ThreadGen(rollout_path(home, ms, tid), tid, m, ms, seed + i, cwd=cwd, provider=provider)
    g.begin_turn()
    title = f'Thread {i:06d} ' + words(60, r) + (' needle' if i % 1000 == 7 else '')
    g.user(title); g.reason(200); g.tool(r.choice(pool(seed, 500, 4000, 64))); g.agent(400); g.end_turn()
    return g.close(), cwd

def gen_home(home, n, mode='mixed', seed=42, provider='mock'):
    tot = 0; ids = []; cwds = {}
    for i in range(n):
        d, cwd = small_thread(home, i, n, mode, seed, provider=provider); tot += d['bytes']; ids.append(d['id']); cwds[cwd] = cwds.get(cwd, 0) + 1
    man = {'n': n, 'bytes': tot, 'mode': mode, 'needles': len([i for i in range(n) if i % 1000 == 7]), 'first': ids[0], 'last': ids[-1], 'mid': ids[n // 2], 'cwd': WORK + '/proj03', 'cwd_n': cwds.get(WORK + '/proj03', 0)}
    json.dump(man, open(home + '/manifest.json', 'w'))
    return man

def gen_thread(home, target, mode, seed=7, compact_every=0, tool_lo=2000, tool_hi=50000, index=0):
    """one thread of about `target` bytes"""
    r = random.Random(seed)
    ms = int(EPOCH.timestamp() * 1000) - 40 * 86400000 + index * 3600000
    tid = uuid7(ms, r)
    g = ThreadGen(rollout_path(home, ms, tid), tid, mode, ms, seed)
    blobs = pool(1, tool_lo, tool_hi); last = 0; k = 0
    while g.w.n < target:
        g.begin_turn(); g.user((f'Request {k}: ' + words(r.randint(100, 1500), r))); k += 1
        for _ in range(r.randint(2, 8)):
            g.reason(r.randint(150, 600))
            if r.random() < .4: g.agent(r.randint(80, 300))
            g.tool(r.choice(blobs))
            if g.w.n >= target: break
        g.agent(r.randint(300, 3000)); g.end_turn()
        if compact_every and g.w.n - last > compact_every: g.compact(); last = g.w.n
    return g.close()

def gen_images(home, lines=20, mb=40, mode='legacy', seed=9):
    """`lines` lines of `mb` MB (each image occurs in two lines, as the peer writes it), plus small turns between"""
    r = random.Random(seed); ms = int(EPOCH.timestamp() * 1000) - 20 * 86400000; tid = uuid7(ms, r)
    g = ThreadGen(rollout_path(home, ms, tid), tid, mode, ms, seed)
    block = base64.b64encode(r.randbytes(3 << 18)).decode()      # 1 MiB of base64
    for i in range(lines // 2):
        g.begin_turn(); img = 'data:image/png;base64,' + block[i:] + block * (mb - 2) + block[:i] + block[: (1 << 20) - 200]
        g.user(f'Look at screenshot {i}', image=img); g.agent(300); g.end_turn()
    return g.close()

if __name__ == '__main__':
    import sys, time, argparse
    ap = argparse.ArgumentParser(); ap.add_argument('kind', choices=['home', 'thread', 'images']); ap.add_argument('dir'); ap.add_argument('--n', type=int, default=1000); ap.add_argument('--mb', type=float, default=1)
    ap.add_argument('--mode', default='paginated'); ap.add_argument('--compact-mb', type=float, default=0); ap.add_argument('--lines', type=int, default=20); ap.add_argument('--seed', type=int, default=42)
    a = ap.parse_args(); t = time.time(); os.makedirs(a.dir, exist_ok=True)
    if a.kind == 'home': print(gen_home(a.dir, a.n, a.mode, a.seed))
    elif a.kind == 'thread': print(gen_thread(a.dir, int(a.mb * 1e6), a.mode, a.seed, int(a.compact_mb * 1e6)))
    else: print(gen_images(a.dir, a.lines, int(a.mb), a.mode, a.seed))
    print(f'{time.time() - t:.1f}s')
