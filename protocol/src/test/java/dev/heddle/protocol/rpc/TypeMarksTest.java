package dev.heddle.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TypeMarksTest {
  private record Everything(
      @SerializedName(
              value = "first_of_all",
              alternate = {"first", "1st"})
          String one,
      @Nullable @OmitNull String two,
      @Required @Nullable List<@Nullable String> three,
      @Unsigned(64) long four,
      @Defaulted("{\"a\":\"b c\"}") Map<String, List<String>> five,
      @Experimental("a.b") Settable<String> six) {}

  private record Changed(String one, @Nullable String two) {}

  private enum Words {
    @SerializedName("un")
    ONE,
    @Experimental
    TWO
  }

  @AfterEach
  void forgetWhatWasWrittenDown() {
    TypeMarks.lookUpIn(type -> null);
  }

  @Test
  void whatIsWrittenDownSaysWhatAnnotationsSay() {
    for (Class<?> type : List.of(Everything.class, Words.class)) {
      TypeMarks read = AnnotationMarks.of(type);

      assertThat(TypeMarks.parse(read.text()).text()).isEqualTo(read.text());
    }
    assertThat(AnnotationMarks.of(Everything.class).text())
        .isEqualTo(
            """
            Everything
            one\tas=first_of_all\tor=first,1st
            two\tnull\tomit
            three\tnull\trequired\tof=[?java.lang.String
            four\tunsigned=64
            five\tdefault={"a":"b c"}\tof={[java.lang.String
            six\texperimental=a.b\tof=java.lang.String\
            """
                .stripIndent());
  }

  @Test
  void whatIsWrittenDownIsNotReadAgain() {
    record Renamed(String one) {}
    TypeMarks.lookUpIn(type -> type == Renamed.class ? "Renamed\none\tas=uno" : null);

    assertThat(WireJson.toJson(new Renamed("x"))).isEqualTo("{\"uno\":\"x\"}");
  }

  @Test
  void whatIsWrittenDownOfOtherMembersDoesNotCount() {
    TypeMarks.lookUpIn(type -> type == Changed.class ? "Changed\none\tnull" : null);

    assertThat(WireJson.decode(WireJson.parse("{\"one\":\"x\"}"), Changed.class))
        .isEqualTo(new Changed("x", null));
  }
}
