"""S11 the same image of 1 MB (as a data URL) in 20 turns of a thread, then in one turn of each of 3 forks: what is on the disk at the
end, beside what a turn and the newest page cost. A server that can keep a text once is worth two entries: --server NAME='… -c heddle.blobs=on'."""
import base64, random, statistics, struct, zlib
from lib import harness, rpc
NAME = 'S11'
TURNS, FORKS, SIDE = 20, 3, 512

def png():
    """noise, so that it does not compress; 1.05 MB as a data URL"""
    r = random.Random(11)
    rows = b''.join(b'\0' + r.randbytes(SIDE * 3) for _ in range(SIDE))
    def chunk(kind, data): return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', SIDE, SIDE, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows, 1)) + chunk(b'IEND', b''))

def run(c, reps=3):
    c.cur = NAME
    url = 'data:image/png;base64,' + base64.b64encode(png()).decode()
    def look(s, t): return s.turn(t, '', input=[{'type': 'image', 'url': url}, {'type': 'text', 'text': 'look'}])['total']
    def one(n, rep):
        h = c.new_home(f's11-{n}'); s = c.start(n, h)
        t = s.call('thread/start', {'cwd': c.work})['thread']['id']
        took = [look(s, t) for _ in range(TURNS)]
        for _ in range(FORKS): look(s, s.call('thread/fork', {'threadId': t, 'excludeTurns': True})['thread']['id'])
        c.rec(n, 'turn.p50', statistics.median(took))
        s.close(); s = c.start(n, h)
        t0 = rpc.now(); page = s.call('thread/turns/list', {'threadId': t, 'limit': 5, 'itemsView': 'full'}); c.rec(n, 'first_page', rpc.now() - t0)
        shown = sum(x.get('url') == url for turn in page['data'] for item in turn['items'] for x in item.get('content') or [] if isinstance(x, dict))
        c.rec(n, 'images_shown', shown, 'of 5')
        if shown != 5: c.note(n, f'the newest page shows {shown} of 5 images as they were sent')
        s.close()
        c.rec(n, 'home_mb', harness.tree_bytes(h) / 1e6, 'MB'); c.rec(n, 'copies', harness.tree_bytes(h) / len(url), 'x')
        c.rm_home(h)
    c.alternate(c.reps or reps, one)
if __name__ == '__main__': harness.main(__import__('s11_images'))
