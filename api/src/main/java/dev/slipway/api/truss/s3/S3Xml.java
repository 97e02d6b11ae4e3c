package dev.slipway.api.truss.s3;

import dev.slipway.api.http.Reply;
import dev.slipway.api.input.Problem;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/// The XML that clients of S3 read and write.
public final class S3Xml {
  private static final String TYPE = "application/xml";
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  /// S3's code of what its caller may not do.
  static final String DENIED = "AccessDenied";

  private S3Xml() {}

  /// The form in which clients of S3 read refusals.
  public static Reply refusal(Problem p) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("Code", p.status() == 403 && p.code().equals("FORBIDDEN") ? DENIED : p.code());
    fields.put("Message", p.message());
    return reply(p.status(), "Error", "", fields);
  }

  /// @param fields in order
  static Reply result(String name, Map<String, String> fields) {
    return reply(200, name, NAMESPACE, fields);
  }

  private static Reply reply(
      int status, String name, String namespace, Map<String, String> fields) {
    var bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement(name);
      if (!namespace.isEmpty()) {
        xml.writeDefaultNamespace(namespace);
      }
      for (var field : fields.entrySet()) {
        xml.writeStartElement(field.getKey());
        xml.writeCharacters(field.getValue());
        xml.writeEndElement();
      }
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("no XML of " + name + " (expected: memory takes it)", e);
    }
    return new Reply.Whole(status, TYPE, Buffer.buffer(bytes.toByteArray()), Map.of());
  }

  /// Reads `CompleteMultipartUpload`: the parts in the order in which they are to be joined.
  ///
  /// @throws Problem where it is not one, or their numbers do not ascend
  static List<Multipart.Named> parts(InputStream in) {
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(in);
      var parts = new ArrayList<Multipart.Named>();
      String number = "";
      String etag = "";
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamReader.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "PartNumber" -> number = xml.getElementText().strip();
            case "ETag" -> etag = xml.getElementText().strip().replace("\"", "");
            default -> {}
          }
        } else if (event == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("Part")) {
          add(parts, number, etag);
        }
      }
      if (parts.isEmpty()) {
        throw malformed("no parts");
      }
      return parts;
    } catch (XMLStreamException e) {
      throw malformed("not XML");
    }
  }

  private static void add(List<Multipart.Named> parts, String number, String etag) {
    if (!number.matches("\\d{1,5}")) {
      throw malformed("a part without a number");
    }
    int last = parts.isEmpty() ? 0 : parts.getLast().number();
    int next = Integer.parseInt(number);
    if (next <= last || next > Multipart.MAX_PARTS) {
      throw Problem.of(
          400,
          "InvalidPartOrder",
          "Part %d comes after part %d (expected: ascending numbers from 1 to %d)"
              .formatted(next, last, Multipart.MAX_PARTS));
    }
    parts.add(new Multipart.Named(next, etag));
  }

  private static Problem malformed(String what) {
    return Problem.of(
        400, "MalformedXML", "body: " + what + " (expected: CompleteMultipartUpload with parts)");
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
