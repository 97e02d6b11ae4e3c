package dev.slipway.store.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/// Refuses null for record components that are not `@Nullable`, so that no half-read value gets
/// into the engine.
final class NullsAsDeclared extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated a) {
    JsonSetter.Value declared = super.findSetterInfo(config, a);
    return a instanceof AnnotatedParameter p && !isNullable(p)
        ? declared.withValueNulls(Nulls.FAIL)
        : declared;
  }

  private static boolean isNullable(AnnotatedParameter parameter) {
    if (!(parameter.getOwner() instanceof AnnotatedConstructor owner)) {
      return true;
    }
    AnnotatedType[] types = owner.getAnnotated().getAnnotatedParameterTypes();
    return types[parameter.getIndex()].isAnnotationPresent(Nullable.class);
  }
}
