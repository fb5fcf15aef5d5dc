public import Signal

#if FFTW
internal import ConvolutionFFTW
#else
internal import ConvolutionKissFFT
#endif

/// The Fourier transforms this program is built with.
public enum FourierTransforms {
  /// FFTW's, or KissFFT's where the package's trait `FFTW` is left out.
  public static var preferred: any TransformLibrary {
    #if FFTW
    FFTWTransforms()
    #else
    KissFFTTransforms()
    #endif
  }
}
