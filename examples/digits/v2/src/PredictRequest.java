/// One request: `{"image": [64 numbers], "stream": false}`.
///
/// @param image brightness of each pixel from 0 (paper) to 16 (ink), row by row
/// @param stream answer with server-sent events
record PredictRequest(float[] image, boolean stream) {
  static final String IMAGE_EXPECTED =
      " (expected: " + Samples.PIXELS + " numbers from 0 to 16, row by row)";

  static PredictRequest parse(String body) throws BadRequest {
    var json = new JsonReader(body);
    float[] image = null;
    Boolean stream = null;
    json.take('{');
    if (!json.tryTake('}')) {
      do {
        String key = json.string();
        json.take(':');
        switch (key) {
          case "image" -> image = once(key, image, image(json));
          case "stream" -> stream = once(key, stream, json.bool());
          default ->
              throw new BadRequest("unknown key \"" + key + "\" (expected: image or stream)");
        }
      } while (json.tryTake(','));
      json.take('}');
    }
    json.end();
    if (image == null) {
      throw new BadRequest("image is missing" + IMAGE_EXPECTED);
    }
    return new PredictRequest(image, stream != null && stream);
  }

  private static <T> T once(String key, T before, T value) throws BadRequest {
    if (before != null) {
      throw new BadRequest("\"" + key + "\" is given twice (expected: once)");
    }
    return value;
  }

  private static float[] image(JsonReader json) throws BadRequest {
    var image = new float[Samples.PIXELS];
    int count = 0;
    json.take('[');
    if (!json.tryTake(']')) {
      do {
        double value = json.number();
        if (value < 0 || value > Samples.MAX_VALUE) {
          throw new BadRequest("image[" + count + "] is " + value + IMAGE_EXPECTED);
        }
        // Goes on counting past the end, for the message; the body limit bounds it.
        if (count < image.length) {
          image[count] = (float) value;
        }
        count++;
      } while (json.tryTake(','));
      json.take(']');
    }
    if (count != image.length) {
      throw new BadRequest("image has " + count + " numbers" + IMAGE_EXPECTED);
    }
    return image;
  }
}
