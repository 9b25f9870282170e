package dev.heddle.server.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What runs on this machine, as Linux tells it. To read that takes longer the more there is, so one
 * reading serves all who asked before it began: many commands may end at the same time.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Files:</b> reads {@code /proc}.
 */
final class ProcessTable {
  /** This machine's. */
  static final ProcessTable MACHINE = new ProcessTable(ProcessTable::read);

  private static final Path PROC = Path.of("/proc");
  private static final String MARK = ChildEnvironment.MARK + '=';

  /**
   * A process that has not ended.
   *
   * @param started when that was, in a unit of the system's
   * @param mark of the command it belongs to; null for none, and where it may not be read
   */
  record Entry(long number, long parent, long session, long started, @Nullable String mark) {}

  private final Supplier<List<Entry>> reading;
  private final ReentrantLock readers = new ReentrantLock();
  private @Nullable CompletableFuture<List<Entry>> next; // not begun; guarded by this

  /**
   * One of another machine.
   *
   * @param reading what is there
   */
  ProcessTable(Supplier<List<Entry>> reading) {
    this.reading = reading;
  }

  /** Whether this system tells. */
  static boolean available() {
    return Files.isDirectory(PROC.resolve("self"));
  }

  /** All processes that there were at some time since the call. */
  List<Entry> now() {
    CompletableFuture<List<Entry>> asked = next();
    readers.lock();
    try {
      if (!asked.isDone()) {
        begin();
        asked.complete(reading.get());
      }
    } catch (RuntimeException | Error e) {
      asked.completeExceptionally(e);
    } finally {
      readers.unlock();
    }
    return asked.join();
  }

  private synchronized CompletableFuture<List<Entry>> next() {
    if (next == null) {
      next = new CompletableFuture<>();
    }
    return next;
  }

  /** Who asks from now on waits for another reading. */
  private synchronized void begin() {
    next = null;
  }

  /** Whether the process of this entry has not ended. */
  static boolean isThere(Entry entry) {
    Entry now = entry(PROC.resolve(String.valueOf(entry.number())));
    return now != null && now.started() == entry.started();
  }

  private static List<Entry> read() {
    List<Entry> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        Entry entry = entry(process);
        if (entry != null) {
          found.add(entry);
        }
      }
    } catch (IOException e) {
      // What was found until then is better than nothing.
    }
    return found;
  }

  private static @Nullable Entry entry(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      // pid (name) state ppid pgrp session … and the start as number 22; the name may be anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return fields[0].equals("Z")
          ? null
          : new Entry(
              Long.parseLong(process.getFileName().toString()),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[3]),
              Long.parseLong(fields[19]),
              mark(process));
    } catch (IOException | RuntimeException e) {
      return null; // it has ended
    }
  }

  private static @Nullable String mark(Path process) {
    try {
      String environment =
          Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      for (String variable : environment.split("\0")) {
        if (variable.startsWith(MARK)) {
          return variable.substring(MARK.length());
        }
      }
      return null;
    } catch (IOException e) {
      return null; // another user's
    }
  }
}
