package dev.heddle.server.sandbox;

import dev.heddle.server.libc.CFunction;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A filter of system calls that keeps commands from Unix sockets: one with a path (of a terminal
 * multiplexer, a container daemon, D-Bus) is reached without any network, and who listens there
 * does things outside of the sandbox.
 *
 * <p>No such socket can be made; pairs of connected ones can, but not of datagrams, which could be
 * sent anywhere. {@code io_uring} makes sockets past any filter, so it is refused, too, and so is
 * what calls the kernel by the numbers of another architecture. Sockets of the Internet are left
 * alone: in a network of its own a command reaches itself at most.
 *
 * <p><b>Format:</b> a program of classic BPF ({@code struct sock_filter} in {@code linux/filter.h})
 * over {@code struct seccomp_data}, see {@code seccomp(2)}: what bubblewrap takes with {@code
 * --seccomp}. It is in a file without a name, since commands can write to the temporary folder.
 */
final class SocketFilter {
  private static final Log LOG = Log.of(SocketFilter.class);

  private static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
  private static final int IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int IF_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
  private static final int AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
  private static final int RETURN = 0x06; // BPF_RET | BPF_K

  private static final int NUMBER = 0; // offsets in struct seccomp_data
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;
  private static final int SECOND_ARGUMENT = 24;

  private static final int ALLOW = 0x7fff0000; // SECCOMP_RET_ALLOW
  private static final int REFUSE = 0x00050000 | 1; // SECCOMP_RET_ERRNO, EPERM

  private static final int X32_NUMBERS = 0x40000000;
  private static final int IO_URING_SETUP = 425; // on every architecture
  private static final int AF_UNIX = 1;
  private static final int TYPE_MASK = 0xf;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3; // for Unix sockets another name of SOCK_DGRAM

  private static final long MFD_CLOEXEC = 1;

  /** What differs by machine: its name in the filter, and the numbers of two calls. */
  private record Machine(int architecture, int socket, int socketpair) {}

  private SocketFilter() {}

  /** The file with the filter, as long as this process lives; null where there is none. */
  static @Nullable Path file() {
    return Holder.FILE;
  }

  private static final class Holder {
    private static final @Nullable Path FILE = make();
  }

  private static @Nullable Path make() {
    Machine machine =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> new Machine(0xC000003E, 41, 53);
          case "aarch64" -> new Machine(0xC00000B7, 198, 199);
          default -> null;
        };
    if (machine == null) {
      return null;
    }
    try {
      byte[] name = CFunction.text("heddle-socket-filter");
      int descriptor = CFunction.named("memfd_create").call(name, MFD_CLOEXEC);
      if (descriptor < 0) {
        throw new IOException("no file in memory can be made: error " + -descriptor);
      }
      Path file = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor);
      Files.write(file, program(machine));
      return file;
    } catch (IOException | NoSuchElementException e) {
      LOG.warn("commands in the sandbox can reach Unix sockets: " + e.getMessage());
      return null;
    }
  }

  private static byte[] program(Machine machine) {
    int allow = 15;
    int refuse = 16;
    return new Program(17)
        .add(LOAD, ARCHITECTURE)
        .jump(IF_EQUAL, machine.architecture(), 2, refuse)
        .add(LOAD, NUMBER)
        .jump(IF_AT_LEAST, X32_NUMBERS, refuse, 4)
        .jump(IF_EQUAL, IO_URING_SETUP, refuse, 5)
        .jump(IF_EQUAL, machine.socket(), 7, 6)
        .jump(IF_EQUAL, machine.socketpair(), 9, allow)
        .add(LOAD, FIRST_ARGUMENT) // 7: socket
        .jump(IF_EQUAL, AF_UNIX, refuse, allow)
        .add(LOAD, FIRST_ARGUMENT) // 9: socketpair
        .jump(IF_EQUAL, AF_UNIX, 11, allow)
        .add(LOAD, SECOND_ARGUMENT)
        .add(AND, TYPE_MASK)
        .jump(IF_EQUAL, SOCK_DGRAM, refuse, 14)
        .jump(IF_EQUAL, SOCK_RAW, refuse, allow)
        .add(RETURN, ALLOW)
        .add(RETURN, REFUSE)
        .bytes();
  }

  /** Instructions one after the other; jumps name the instruction they lead to. */
  private static final class Program {
    private final ByteBuffer buffer;

    Program(int length) {
      buffer = ByteBuffer.allocate(8 * length).order(ByteOrder.nativeOrder());
    }

    Program add(int code, int operand) {
      return put(code, 0, 0, operand);
    }

    Program jump(int code, int operand, int ifTrue, int ifFalse) {
      int next = buffer.position() / 8 + 1;
      return put(code, ifTrue - next, ifFalse - next, operand);
    }

    private Program put(int code, int ifTrue, int ifFalse, int operand) {
      buffer.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
      return this;
    }

    byte[] bytes() {
      return buffer.array();
    }
  }
}
