package dev.slipway.cli.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Puts into words why a file could not be used. The library's own message is often just the path.
public final class FileErrors {
  private FileErrors() {}

  /// @return a clause without a full stop, such as `permission denied`
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "there is a file in its place";
      case NotDirectoryException _ -> "not a directory";
      case DirectoryNotEmptyException _ -> "the directory is not empty";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
