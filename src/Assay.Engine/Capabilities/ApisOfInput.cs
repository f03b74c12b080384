using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>Clipboard, keys, mouse, screen, microphone, camera.</summary>
internal static class ApisOfInput
{
    private const string Pynput = "pynput";
    private const string Keyboard = "keyboard";
    private const string Tkinter = "library/tkinter";
    private const string Pyautogui = "pyautogui";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        // Clipboard.
        .. Of(ReadClipboard, Labels.Clipboard, "pyperclip", "pyperclip.paste", "pyperclip.waitForPaste", "pyperclip.waitForNewPaste", "pyperclip3.paste"),
        .. Of(ReadClipboard, Labels.Clipboard, "pywin32", "win32clipboard.GetClipboardData"),
        .. Of(ReadClipboard, Labels.Clipboard, Tkinter, "tkinter.Tk().clipboard_get", "tkinter.Tk().selection_get", "tkinter.Misc().clipboard_get"),
        .. Of(ReadClipboard, Labels.Clipboard, "clipboard", "clipboard.paste", "xerox.paste", "jaraco.clipboard.paste", "pandas.read_clipboard"),
        .. Of(ReadClipboard, Labels.Clipboard, "pillow/reference", "PIL.ImageGrab.grabclipboard"),
        .. Of(ReadClipboard, Labels.Clipboard, "qt", "PyQt5.QtWidgets.QApplication.clipboard().text", "PyQt6.QtWidgets.QApplication.clipboard().text", "PySide6.QtWidgets.QApplication.clipboard().text", "AppKit.NSPasteboard.generalPasteboard().stringForType_"),
        new("pyperclip.copy", WriteClipboard, null, "pyperclip") { Data = "0|text" },
        new("pyperclip3.copy", WriteClipboard, null, "pyperclip3") { Data = "0|data" },
        new("clipboard.copy", WriteClipboard, null, "clipboard") { Data = "0" },
        new("xerox.copy", WriteClipboard, null, "xerox") { Data = "0|string" },
        new("win32clipboard.SetClipboardData", WriteClipboard, null, "pywin32") { Data = "1|hMem" },
        new("win32clipboard.SetClipboardText", WriteClipboard, null, "pywin32") { Data = "0|text" },
        new("win32clipboard.EmptyClipboard", WriteClipboard, null, "pywin32"),
        new("tkinter.Tk().clipboard_append", WriteClipboard, null, Tkinter) { Data = "0|string" },
        new("tkinter.Tk().clipboard_clear", WriteClipboard, null, Tkinter),
        new("PyQt5.QtWidgets.QApplication.clipboard().setText", WriteClipboard, null, "qt") { Data = "0" },
        new("PyQt6.QtWidgets.QApplication.clipboard().setText", WriteClipboard, null, "qt") { Data = "0" },

        // Keys and mouse. A callback gets what was pressed.
        .. Hooks(Pynput, "pynput.keyboard.Listener", "on_press", "on_release", "0", "1"),
        .. Hooks(Pynput, "pynput.mouse.Listener", "on_move", "on_click", "on_scroll"),
        .. Hooks(Pynput, "pynput.keyboard.GlobalHotKeys", "0"),
        .. Hooks(Keyboard, "keyboard.hook", "0|callback"),
        .. Hooks(Keyboard, "keyboard.on_press", "0|callback"),
        .. Hooks(Keyboard, "keyboard.on_release", "0|callback"),
        .. Hooks(Keyboard, "keyboard.on_press_key", "1|callback"),
        .. Hooks(Keyboard, "keyboard.add_hotkey", "1|callback"),
        .. Of(CaptureKeys, Labels.Keystroke, Keyboard, "keyboard.read_event", "keyboard.read_key", "keyboard.record", "keyboard.start_recording", "keyboard.stop_recording", "keyboard.get_typed_strings", "keyboard.wait"),
        .. Hooks("mouse", "mouse.hook", "0|callback"),
        .. Hooks("mouse", "mouse.on_click", "0|callback"),
        .. Hooks("pyhook", "pyHook.HookManager", "0"),
        .. Hooks("pyhook", "pyWinhook.HookManager", "0"),
        .. Of(CaptureKeys, Labels.Keystroke, "pyhook", "pyHook.HookManager().HookKeyboard", "pyWinhook.HookManager().HookKeyboard", "pythoncom.PumpMessages"),
        .. Of(CaptureKeys, Labels.Keystroke, "pyxhook", "pyxhook.HookManager", "pyxhook.HookManager().start"),
        .. Of(CaptureKeys, Labels.Keystroke, "python-evdev", "evdev.InputDevice", "evdev.InputDevice().read_loop"),
        .. Of(CaptureKeys, Labels.Keystroke, "pywin32", "win32api.GetAsyncKeyState", "win32api.GetKeyState"),
        .. Of(CaptureKeys, Labels.Keystroke, "quartz", "Quartz.CGEventTapCreate", "AppKit.NSEvent.addGlobalMonitorForEventsMatchingMask_handler_"),

        // Screen.
        .. Of(CaptureScreen, Labels.Screen, "pillow/reference", "PIL.ImageGrab.grab", "ImageGrab.grab"),
        .. ToFile(CaptureScreen, Labels.Screen, Pyautogui, "0|imageFilename", "pyautogui.screenshot", "pyscreeze.screenshot"),
        .. Of(CaptureScreen, Labels.Screen, "pyscreenshot", "pyscreenshot.grab"),
        .. ToFile(CaptureScreen, Labels.Screen, "pyscreenshot", "0|filename", "pyscreenshot.grab_to_file"),
        .. Of(CaptureScreen, Labels.Screen, "mss", "mss.mss().grab", "mss.mss().save", "mss.MSS().grab", "mss.MSS().save"),
        .. ToFile(CaptureScreen, Labels.Screen, "mss", "output", "mss.mss().shot", "mss.MSS().shot"),
        .. Of(CaptureScreen, Labels.Screen, "dxcam", "dxcam.create().grab", "d3dshot.create().screenshot"),
        .. Of(CaptureScreen, Labels.Screen, "pywin32", "win32gui.GetDesktopWindow", "win32ui.CreateBitmap"),
        .. Of(CaptureScreen, Labels.Screen, "qt", "PyQt5.QtGui.QScreen().grabWindow", "PyQt5.QtWidgets.QApplication.primaryScreen().grabWindow"),

        // Camera and microphone.
        .. Of(Record, Labels.Recording, "opencv", "cv2.VideoCapture", "cv2.VideoCapture().read"),
        .. Of(Record, Labels.Recording, "pygame", "pygame.camera.Camera", "pygame.camera.Camera().get_image"),
        .. Of(Record, Labels.Recording, "sounddevice", "sounddevice.rec", "sounddevice.InputStream", "sounddevice.RawInputStream", "sounddevice.playrec"),
        .. Of(Record, Labels.Recording, "pyaudio", "pyaudio.PyAudio().open", "pyaudio.PyAudio().open().read"),
        .. Of(Record, Labels.Recording, "speechrecognition", "speech_recognition.Microphone", "speech_recognition.Recognizer().listen"),
        .. Of(Record, Labels.Recording, "soundcard", "soundcard.default_microphone().record", "pvrecorder.PvRecorder().read"),
        .. Of(Record, Labels.Recording, "ecapture", "ecapture.ecapture.capture"),

    ];

    private static IEnumerable<CatalogueEntry> Of(Capability capability, Labels yields, string source, params string[] names) =>
        names.Select(name => new CatalogueEntry(name, capability, null, source) { Yields = yields });

    private static IEnumerable<CatalogueEntry> ToFile(Capability capability, Labels yields, string source, string path, params string[] names) =>
        Of(capability, yields, source, names).Select(row => row with { WritesTo = path });

    private static IEnumerable<CatalogueEntry> Hooks(string source, string name, params string[] callbacks) =>
        [new CatalogueEntry(name, CaptureKeys, null, source) { Yields = Labels.Keystroke, Feeds = Labels.Keystroke, Invokes = [.. callbacks] }];
}
