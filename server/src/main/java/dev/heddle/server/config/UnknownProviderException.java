package dev.heddle.server.config;

/** A configuration that names a model provider that it lacks. */
public final class UnknownProviderException extends ConfigException {
  private static final long serialVersionUID = 1L;

  private final String provider;

  UnknownProviderException(String provider) {
    super("Model provider `" + provider + "` not found", "model_provider", null, null);
    this.provider = provider;
  }

  /** The id of the provider. */
  public String provider() {
    return provider;
  }
}
