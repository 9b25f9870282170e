package dev.heddle.schema;

import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.rpc.WireDeclaration;
import dev.heddle.protocol.rpc.WireForm;
import dev.heddle.protocol.rpc.WireForms;
import dev.heddle.protocol.rpc.WireMember;
import dev.heddle.protocol.rpc.WireVariant;
import dev.heddle.protocol.v2.AppServerMethods;
import dev.heddle.protocol.v2.ClientNotifications;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ServerRequests;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the protocol offers to one kind of client: the methods of the tables, and the types they
 * need, without what is experimental unless it was asked for. Immutable.
 *
 * @param experimental whether what needs {@code capabilities.experimentalApi} is part of it
 */
record Contract(boolean experimental) {
  static final Comparator<Class<?>> BY_NAME = Comparator.comparing(TypeNames::of);

  List<MethodSpec<?, ?>> methods() {
    return AppServerMethods.all().stream().filter(m -> experimental || !m.experimental()).toList();
  }

  List<NotificationSpec<?>> notifications() {
    return ServerNotifications.all().stream()
        .filter(n -> experimental || !n.experimental())
        .toList();
  }

  List<RequestSpec<?, ?>> serverRequests() {
    return ServerRequests.all().stream().filter(r -> experimental || !r.experimental()).toList();
  }

  static List<NotificationSpec<?>> clientNotifications() {
    return List.of(ClientNotifications.INITIALIZED);
  }

  List<WireMember> offered(List<WireMember> members) {
    return members.stream().filter(m -> experimental || !m.experimental()).toList();
  }

  /**
   * The description of a type with only the members that are offered. Its variants and constants
   * are all there: a client may be told of what another one uses.
   */
  WireDeclaration declaration(Class<?> type) {
    return switch (WireForms.of(type)) {
      case WireDeclaration.Alias alias -> alias;
      case WireDeclaration.Constants all -> all;
      case WireDeclaration.Members all -> new WireDeclaration.Members(type, offered(all.members()));
      case WireDeclaration.Tagged all ->
          new WireDeclaration.Tagged(type, all.tag(), variants(all.variants()));
      case WireDeclaration.Keyed all -> new WireDeclaration.Keyed(type, variants(all.variants()));
    };
  }

  private List<WireVariant> variants(List<WireVariant> all) {
    return all.stream()
        .map(v ->
            new WireVariant(
                v.type(),
                v.name(),
                offered(v.members()),
                v.singleValue(),
                v.membersName(),
                v.experimental()))
        .toList();
  }

  /** What a server reads: params of requests and answers of clients. */
  Set<Class<?>> inputs() {
    Set<Class<?>> inputs = new HashSet<>();
    methods().forEach(method -> inputs.add(method.params()));
    serverRequests().forEach(request -> inputs.add(request.result()));
    inputs.remove(NoParams.class);
    return inputs;
  }

  /** What a server writes: results, notifications, and params of its own requests. */
  Set<Class<?>> outputs() {
    Set<Class<?>> outputs = new HashSet<>();
    methods().forEach(method -> outputs.add(method.result()));
    notifications().forEach(notification -> outputs.add(notification.params()));
    serverRequests().forEach(request -> outputs.add(request.params()));
    outputs.remove(NoParams.class);
    return outputs;
  }

  /** Types that have files of their own, by name: all params and results. */
  SortedSet<Class<?>> exported() {
    SortedSet<Class<?>> exported = new TreeSet<>(BY_NAME);
    exported.addAll(inputs());
    exported.addAll(outputs());
    return exported;
  }

  /** These types and all they refer to, by name. */
  SortedSet<Class<?>> reachableFrom(Collection<Class<?>> types) {
    SortedSet<Class<?>> found = new TreeSet<>(BY_NAME);
    Deque<Class<?>> open = new ArrayDeque<>(types);
    while (!open.isEmpty()) {
      Class<?> type = open.pop();
      if (found.add(type)) {
        open.addAll(referredTo(type));
      }
    }
    return found;
  }

  /** The types that a type refers to itself. */
  List<Class<?>> referredTo(Class<?> type) {
    Stream<WireForm> forms =
        switch (declaration(type)) {
          case WireDeclaration.Alias alias -> Stream.of(alias.form());
          case WireDeclaration.Constants constants -> Stream.of();
          case WireDeclaration.Members object -> forms(object.members());
          case WireDeclaration.Tagged union ->
              union.variants().stream().flatMap(v -> forms(v.members()));
          case WireDeclaration.Keyed union ->
              union.variants().stream().flatMap(v -> forms(v.members()));
        };
    return forms.flatMap(Contract::declared).toList();
  }

  private static Stream<WireForm> forms(List<WireMember> members) {
    return members.stream().map(WireMember::form);
  }

  private static Stream<Class<?>> declared(WireForm form) {
    return switch (form) {
      case WireForm.Plain plain -> Stream.of();
      case WireForm.Whole whole -> Stream.of();
      case WireForm.Sequence sequence -> declared(sequence.element());
      case WireForm.Dictionary dictionary -> declared(dictionary.value());
      case WireForm.OrNull orNull -> declared(orNull.form());
      case WireForm.Either either -> either.forms().stream().flatMap(Contract::declared);
      case WireForm.Declared reference -> Stream.of(reference.type());
    };
  }
}
