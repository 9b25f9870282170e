package dev.heddle.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.WireForm.Plain;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WireFormsTest {
  enum Colour {
    @SerializedName("red")
    RED,
    @Experimental
    @SerializedName("infra-red")
    INFRA_RED
  }

  record Everything(
      String text,
      @Unsigned(16) int width,
      @Nullable Long count,
      double ratio,
      @Defaulted boolean flag,
      @Defaulted("\"infra-red\"") Colour colour,
      @OmitNull @Nullable String rare,
      @Required @Nullable String owner,
      Settable<String> note,
      @Experimental List<Colour> colours,
      Map<String, @Nullable Everything> children,
      @SerializedName("_meta") @Nullable JsonElement meta,
      @OneOf(value = String.class, listsOf = Colour.class) JsonElement either,
      JsonObject object) {}

  @TaggedUnion("kind")
  sealed interface Shape {
    @Variant(value = "circle", members = "Round")
    record Circle(double radius) implements Shape {}

    @Experimental
    @Variant("point")
    record Point() implements Shape {}
  }

  @KeyedUnion
  sealed interface Mode {
    @Variant("off")
    record Off() implements Mode {}

    @Variant("custom")
    record Custom(String value) implements Mode {}
  }

  @Test
  void aMemberSaysItsFormAndWhatAbsentAndNullMean() {
    assertThat(member("text")).isEqualTo(plain("text", Plain.TEXT));
    assertThat(member("width").form()).isEqualTo(new WireForm.Whole(false, 16));
    assertThat(member("count").form()).isEqualTo(new WireForm.Whole(true, 64));
    assertThat(member("count").nullable()).isTrue();
    assertThat(member("count").mayBeAbsent()).isTrue();
    assertThat(member("count").omitted()).isFalse();
    assertThat(member("ratio").form()).isEqualTo(Plain.NUMBER);
    assertThat(member("flag").mayBeAbsent()).isTrue();
    assertThat(member("flag").nullable()).isFalse();
    assertThat(member("flag").defaultValue()).hasToString("false");
    assertThat(member("colour").defaultValue()).hasToString("\"infra-red\"");
    assertThat(member("rare").omitted()).isTrue();
    assertThat(member("owner").nullable()).isTrue();
    assertThat(member("owner").mayBeAbsent()).isFalse();
    assertThat(member("note").nullable()).isTrue();
    assertThat(member("note").omitted()).isTrue();
    assertThat(member("colours").experimental()).isTrue();
    assertThat(member("colours").form())
        .isEqualTo(new WireForm.Sequence(new WireForm.Declared(Colour.class)));
    assertThat(member("children").form())
        .isEqualTo(
            new WireForm.Dictionary(new WireForm.OrNull(new WireForm.Declared(Everything.class))));
    assertThat(member("_meta").component()).isEqualTo("meta");
    assertThat(member("_meta").form()).isEqualTo(Plain.ANY);
    assertThat(member("either").form())
        .isEqualTo(
            new WireForm.Either(
                List.of(Plain.TEXT, new WireForm.Sequence(new WireForm.Declared(Colour.class)))));
    assertThat(member("object").form()).isEqualTo(Plain.ANY_OBJECT);
  }

  @Test
  void anEnumSaysItsConstants() {
    assertThat(WireForms.of(Colour.class))
        .isEqualTo(
            new WireDeclaration.Constants(
                Colour.class,
                List.of(
                    new WireDeclaration.Constant("red", "RED", false),
                    new WireDeclaration.Constant("infra-red", "INFRA_RED", true))));
  }

  @Test
  void aUnionSaysItsVariants() {
    assertThat(WireForms.of(Shape.class))
        .isEqualTo(
            new WireDeclaration.Tagged(
                Shape.class,
                "kind",
                List.of(
                    new WireVariant(
                        Shape.Circle.class,
                        "circle",
                        List.of(plain("radius", Plain.NUMBER)),
                        false,
                        "Round",
                        false),
                    new WireVariant(Shape.Point.class, "point", List.of(), false, "", true))));
    assertThat(WireForms.of(Mode.class))
        .isEqualTo(
            new WireDeclaration.Keyed(
                Mode.class,
                List.of(
                    new WireVariant(Mode.Off.class, "off", List.of(), false, "", false),
                    new WireVariant(
                        Mode.Custom.class,
                        "custom",
                        List.of(plain("value", Plain.TEXT)),
                        true,
                        "",
                        false))));
  }

  @OneOf(String.class)
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE_USE)
  @interface Name {}

  @OneOf(value = Long.class, listsOf = Name.class)
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE_USE)
  @interface NumberOrNames {}

  record Aliased(
      @Nullable @Name String one,
      List<@Name String> many,
      Map<String, @Nullable @Name String> byKey,
      @NumberOrNames JsonElement any) {}

  record Misnamed(@Name long number) {}

  @Test
  void anAliasStandsWhereItIsWrittenAndChangesNothing() {
    WireForm name = new WireForm.Declared(Name.class);
    WireDeclaration.Members all = (WireDeclaration.Members) WireForms.of(Aliased.class);
    assertThat(all.members())
        .extracting(WireMember::form)
        .containsExactly(
            name,
            new WireForm.Sequence(name),
            new WireForm.Dictionary(new WireForm.OrNull(name)),
            new WireForm.Declared(NumberOrNames.class));
    assertThat(WireForms.of(Name.class))
        .isEqualTo(new WireDeclaration.Alias(Name.class, Plain.TEXT));
    assertThat(WireForms.of(NumberOrNames.class))
        .isEqualTo(
            new WireDeclaration.Alias(
                NumberOrNames.class,
                new WireForm.Either(
                    List.of(new WireForm.Whole(true, 64), new WireForm.Sequence(name)))));
    String json = "{\"one\":\"a\",\"many\":[\"b\"],\"byKey\":{\"c\":null},\"any\":[\"d\"]}";
    assertThat(WireJson.toTree(WireJson.decodeParams(WireJson.parse(json), Aliased.class)))
        .isEqualTo(WireJson.parse(json));
  }

  @Test
  void anAliasForAnotherFormIsRefused() {
    assertThatThrownBy(() -> WireForms.of(Misnamed.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Name is no name for");
  }

  @Test
  void whatHasNoDeclarationIsRefused() {
    assertThatThrownBy(() -> WireForms.of(String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("String");
  }

  private static WireMember member(String name) {
    WireDeclaration.Members all = (WireDeclaration.Members) WireForms.of(Everything.class);
    return all.members().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  private static WireMember plain(String name, WireForm form) {
    return new WireMember(name, name, form, false, false, false, null, false);
  }
}
