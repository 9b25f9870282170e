package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.local.JournalCheck.Finding;
import dev.heddle.server.store.local.JournalCheck.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at a book, here that of sections, beside servers that use it. */
class BookCheckTest {
  @TempDir Path root;
  private CodexHome home;

  @BeforeEach
  void damage() throws Exception {
    home = new CodexHome(root, ZoneOffset.UTC);
    Files.createDirectories(home.sectionsFile().getParent());
    Files.writeString(home.sectionsFile(), "[]");
  }

  private Finding check() throws Exception {
    return new BookCheck(BookFile.sections(home), home, root.resolve("copies")).run(true);
  }

  @Test
  void whatAServerIsChangingIsNotRepaired() throws Exception {
    try (Flock.Held changing = Flock.tryLock(home.sectionsLock(), false)) {
      assertThat(changing).isNotNull();
      assertThat(check())
          .isEqualTo(
              new Finding(
                  Problem.DAMAGED_SECTIONS,
                  home.sectionsFile(),
                  0,
                  0,
                  0,
                  "it is not a JSON object",
                  null));
    }
    assertThat(home.sectionsFile()).hasContent("[]");
  }

  @Test
  void aServerThatRefusedTheSectionsBeginsAnewBehindARepair() throws Exception {
    try (LocalThreadStore store = new LocalThreadStore(root, Durability.DEFAULT)) {
      ThreadSections sections = store.sections().orElseThrow();
      assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(sections::book);
      Finding found = check();
      assertThat(found.copy()).isEqualTo(root.resolve("copies/sections.json"));
      assertThat(found.copy()).hasContent("[]");
      assertThat(sections.book()).isEqualTo(SectionBook.EMPTY);
      assertThat(check()).as("a second look").isNull();
    }
  }

  @Test
  void whatCannotBeReadIsToldAndStays() throws Exception {
    Files.delete(home.sectionsFile());
    Files.createDirectory(home.sectionsFile());
    assertThat(check().problem()).isEqualTo(Problem.UNREADABLE_FILE);
    assertThat(home.sectionsFile()).isDirectory();
  }
}
